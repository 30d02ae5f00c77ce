package dev.ordeal.workloads.generator;

import dev.ordeal.workloads.client.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The leaves, and what changes single operations. */
public final class Basics {
  private Basics() {}

  record Nothing() implements Generator {
    @Override
    public Step next(Context context) {
      return DONE;
    }
  }

  /** Emits one operation on some free thread. */
  record Single(Op op) implements Generator {
    @Override
    public Step next(Context context) {
      if (context.freeCount() == 0) {
        return new Pending(this);
      }
      Op placed = op.on(context.someFreeThread()).at(Math.max(op.time(), context.time()));
      return new Emit(placed, new Nothing());
    }
  }

  /** An endless stream of calls, each a function of its seed and its number. */
  record Calls(Seed seed, long number, CallFunction function) implements Generator {
    @Override
    public Step next(Context context) {
      if (context.freeCount() == 0) {
        return new Pending(this);
      }
      Call call = function.call(seed.split(number), number);
      Op op = new Op.Invoke(context.time(), context.someFreeThread(), call);
      return new Emit(op, new Calls(seed, number + 1, function));
    }
  }

  /** Asks for the generator only when it is needed. */
  record Deferred(Supplier<Generator> supplier) implements Generator {
    @Override
    public Step next(Context context) {
      return supplier.get().next(context);
    }
  }

  /** Pending until the supplier has a generator. */
  record Awaited(Supplier<Optional<Generator>> supplier) implements Generator {
    @Override
    public Step next(Context context) {
      return supplier.get().map(generator -> generator.next(context)).orElse(new Pending(this));
    }
  }

  record Mapped(UnaryOperator<Op> function, Generator inner) implements Generator {
    @Override
    public Step next(Context context) {
      return switch (inner.next(context)) {
        case Done done -> done;
        case Pending pending -> new Pending(new Mapped(function, pending.next()));
        case Emit emit -> new Emit(function.apply(emit.op()), new Mapped(function, emit.next()));
      };
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      return new Mapped(function, inner.update(context, event));
    }
  }

  record Filtered(Predicate<Op> wanted, Generator inner) implements Generator {
    private static final int DROPPED_IN_A_ROW_MAX = 1_000_000;

    @Override
    public Step next(Context context) {
      Generator current = inner;
      for (int dropped = 0; dropped < DROPPED_IN_A_ROW_MAX; dropped++) {
        switch (current.next(context)) {
          case Done done -> {
            return done;
          }
          case Pending pending -> {
            return new Pending(new Filtered(wanted, pending.next()));
          }
          case Emit emit -> {
            if (wanted.test(emit.op())) {
              return new Emit(emit.op(), new Filtered(wanted, emit.next()));
            }
            current = emit.next();
          }
        }
      }
      throw new IllegalStateException(
          "a filter dropped " + DROPPED_IN_A_ROW_MAX + " operations in a row");
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      return new Filtered(wanted, inner.update(context, event));
    }
  }

  /** Replaces what an update does to a generator. */
  record Updating(Updater updater, Generator inner) implements Generator {
    @Override
    public Step next(Context context) {
      return switch (inner.next(context)) {
        case Done done -> done;
        case Pending pending -> new Pending(new Updating(updater, pending.next()));
        case Emit emit -> new Emit(emit.op(), new Updating(updater, emit.next()));
      };
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      return new Updating(updater, updater.update(inner, context, event));
    }
  }

  /** Reports every question, answer and update to an observer. */
  record Traced(java.util.function.Consumer<String> observer, Generator inner)
      implements Generator {
    @Override
    public Step next(Context context) {
      Step step = inner.next(context);
      observer.accept("next at " + context + ": " + shown(step));
      return switch (step) {
        case Done done -> done;
        case Pending pending -> new Pending(new Traced(observer, pending.next()));
        case Emit emit -> new Emit(emit.op(), new Traced(observer, emit.next()));
      };
    }

    private static String shown(Step step) {
      return switch (step) {
        case Done done -> "done";
        case Pending pending -> "pending";
        case Emit emit -> emit.op().toString();
      };
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      observer.accept("update at " + context + ": " + event);
      return new Traced(observer, inner.update(context, event));
    }
  }

  /** One after the other; events go to the one under way. */
  record Concatenated(List<Generator> parts) implements Generator {
    @Override
    public Step next(Context context) {
      for (int i = 0; i < parts.size(); i++) {
        List<Generator> rest = parts.subList(i + 1, parts.size());
        switch (parts.get(i).next(context)) {
          case Done done -> {
            // On to the next part.
          }
          case Pending pending -> {
            return new Pending(before(pending.next(), rest));
          }
          case Emit emit -> {
            return new Emit(emit.op(), before(emit.next(), rest));
          }
        }
      }
      return DONE;
    }

    private static Generator before(Generator first, List<Generator> rest) {
      if (rest.isEmpty()) {
        return first;
      }
      List<Generator> all = new java.util.ArrayList<>(rest.size() + 1);
      all.add(first);
      all.addAll(rest);
      return new Concatenated(all);
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      return parts.isEmpty()
          ? this
          : before(parts.getFirst().update(context, event), parts.subList(1, parts.size()));
    }
  }

  /** The next parts come from a function of their number; null ends. */
  record Unfolded(long number, Function<Long, Generator> parts, Generator current)
      implements Generator {
    @Override
    public Step next(Context context) {
      Generator part = current;
      long at = number;
      while (part != null) {
        switch (part.next(context)) {
          case Done done -> part = parts.apply(++at);
          case Pending pending -> {
            return new Pending(new Unfolded(at, parts, pending.next()));
          }
          case Emit emit -> {
            return new Emit(emit.op(), new Unfolded(at, parts, emit.next()));
          }
        }
      }
      return DONE;
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      return current == null ? this : new Unfolded(number, parts, current.update(context, event));
    }
  }

  /** The call of a given number. */
  @FunctionalInterface
  public interface CallFunction {
    Call call(Seed seed, long number);
  }

  /** What an event does to a generator. */
  @FunctionalInterface
  public interface Updater {
    Generator update(Generator generator, Context context, GeneratorEvent event);
  }
}
