package dev.ordeal.workloads.generator;

import java.util.HashSet;
import java.util.Set;

/** Combinators that end a generator, or begin it again. */
final class Limiting {
  private Limiting() {}

  record AtMost(long left, Generator inner) implements Generator {
    @Override
    public Step next(Context context) {
      if (left <= 0) {
        return DONE;
      }
      return switch (inner.next(context)) {
        case Done done -> done;
        case Pending pending -> new Pending(new AtMost(left, pending.next()));
        case Emit emit -> new Emit(emit.op(), new AtMost(left - 1, emit.next()));
      };
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      return new AtMost(left, inner.update(context, event));
    }
  }

  /** The same first operation again and again: the inner generator never advances. */
  record Repeated(long left, Generator inner) implements Generator {
    @Override
    public Step next(Context context) {
      if (left == 0) {
        return DONE;
      }
      return switch (inner.next(context)) {
        case Done done -> done;
        case Pending pending -> new Pending(new Repeated(left, pending.next()));
        case Emit emit -> new Emit(emit.op(), new Repeated(left < 0 ? left : left - 1, inner));
      };
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      return new Repeated(left, inner.update(context, event));
    }
  }

  /** From the beginning again each time it has ended. */
  record Cycled(long left, Generator original, Generator current) implements Generator {
    @Override
    public Step next(Context context) {
      Generator at = current;
      long rounds = left;
      boolean fresh = false;
      while (rounds != 0) {
        switch (at.next(context)) {
          case Done done -> {
            if (fresh) {
              return DONE;
            }
            fresh = true;
            rounds = rounds < 0 ? rounds : rounds - 1;
            at = original;
          }
          case Pending pending -> {
            return new Pending(new Cycled(rounds, original, pending.next()));
          }
          case Emit emit -> {
            return new Emit(emit.op(), new Cycled(rounds, original, emit.next()));
          }
        }
      }
      return DONE;
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      return new Cycled(left, original, current.update(context, event));
    }
  }

  /** Ends before more than so many processes could have taken part. */
  record ProcessLimited(int most, Set<Integer> seen, Generator inner) implements Generator {
    @Override
    public Step next(Context context) {
      return switch (inner.next(context)) {
        case Done done -> done;
        case Pending pending -> new Pending(new ProcessLimited(most, seen, pending.next()));
        case Emit emit -> {
          Set<Integer> possible = new HashSet<>(seen);
          for (int thread : context.threads()) {
            if (thread >= 0) {
              possible.add(context.process(thread));
            }
          }
          yield possible.size() > most
              ? DONE
              : new Emit(emit.op(), new ProcessLimited(most, possible, emit.next()));
        }
      };
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      return new ProcessLimited(most, seen, inner.update(context, event));
    }
  }

  /** Ends a time after its first operation. */
  record TimeLimited(long nanos, long cutoff, Generator inner) implements Generator {
    static final long NOT_STARTED = Long.MIN_VALUE;

    @Override
    public Step next(Context context) {
      return switch (inner.next(context)) {
        case Done done -> done;
        case Pending pending ->
            cutoff != NOT_STARTED && context.time() >= cutoff
                ? DONE
                : new Pending(new TimeLimited(nanos, cutoff, pending.next()));
        case Emit emit -> {
          long end = cutoff == NOT_STARTED ? emit.op().time() + nanos : cutoff;
          yield emit.op().time() >= end
              ? DONE
              : new Emit(emit.op(), new TimeLimited(nanos, end, emit.next()));
        }
      };
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      return new TimeLimited(nanos, cutoff, inner.update(context, event));
    }
  }

  /** Ends after the first of its own operations that ended {@code ok}. */
  record UntilOk(boolean satisfied, Set<Integer> own, Generator inner) implements Generator {
    @Override
    public Step next(Context context) {
      if (satisfied) {
        return DONE;
      }
      return switch (inner.next(context)) {
        case Done done -> done;
        case Pending pending -> new Pending(new UntilOk(false, own, pending.next()));
        case Emit emit -> {
          Set<Integer> more = new HashSet<>(own);
          more.add(emit.op().thread());
          yield new Emit(emit.op(), new UntilOk(false, more, emit.next()));
        }
      };
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      boolean ok = satisfied || (event.isOk() && own.contains(event.thread()));
      return new UntilOk(ok, own, inner.update(context, event));
    }
  }

  /** Emits nothing until every thread in sight is free. */
  record Synchronized(Generator inner) implements Generator {
    @Override
    public Step next(Context context) {
      return context.allFree() ? inner.next(context) : new Pending(this);
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      return new Synchronized(inner.update(context, event));
    }
  }
}
