package dev.ordeal.workloads.generator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.LongFunction;

/** Combinators that say who. */
final class Threads {
  private Threads() {}

  record OnThreads(IntPredicate wanted, Generator inner) implements Generator {
    @Override
    public Step next(Context context) {
      return switch (inner.next(context.restrictedTo(wanted))) {
        case Done done -> done;
        case Pending pending -> new Pending(new OnThreads(wanted, pending.next()));
        case Emit emit -> new Emit(emit.op(), new OnThreads(wanted, emit.next()));
      };
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      return wanted.test(event.thread())
          ? new OnThreads(wanted, inner.update(context.restrictedTo(wanted), event))
          : this;
    }
  }

  /** Only on client threads; what every run is wrapped in, so it has to be quick. */
  record Clients(Generator inner) implements Generator {
    @Override
    public Step next(Context context) {
      return switch (inner.next(context.clientsOnly())) {
        case Done done -> done;
        case Pending pending -> new Pending(new Clients(pending.next()));
        case Emit emit -> new Emit(emit.op(), new Clients(emit.next()));
      };
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      return event.thread() == Context.NEMESIS
          ? this
          : new Clients(inner.update(context.clientsOnly(), event));
    }
  }

  /** Only as many threads at a time as are allowed: the first free ones. */
  record ConcurrencyLimited(int most, Generator inner) implements Generator {
    @Override
    public Step next(Context context) {
      int busy = context.threadCount() - context.freeCount();
      if (busy >= most) {
        return new Pending(this);
      }
      return switch (inner.next(context)) {
        case Done done -> done;
        case Pending pending -> new Pending(new ConcurrencyLimited(most, pending.next()));
        case Emit emit -> new Emit(emit.op(), new ConcurrencyLimited(most, emit.next()));
      };
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      return new ConcurrencyLimited(most, inner.update(context, event));
    }
  }

  /**
   * An independent copy of a generator for each thread, or for each process.
   *
   * @param perProcess whether a thread that lost its process begins again
   */
  record Each(boolean perProcess, Generator original, Map<Integer, Generator> copies)
      implements Generator {
    @Override
    public Step next(Context context) {
      Emit best = null;
      int bestOwner = 0;
      Map<Integer, Generator> after = copies;
      boolean waiting = context.freeCount() < context.threadCount();
      for (int thread : context.freeThreads()) {
        int owner = owner(context, thread);
        Generator copy = copies.getOrDefault(owner, original);
        switch (copy.next(context.restrictedTo(t -> t == thread))) {
          case Done done -> {
            // This thread has had its share.
          }
          case Pending pending -> {
            waiting = true;
            after = after.equals(copies) ? new HashMap<>(copies) : after;
            after.put(owner, pending.next());
          }
          case Emit emit -> {
            if (best == null || emit.op().time() < best.op().time()) {
              best = emit;
              bestOwner = owner;
            }
          }
        }
      }
      if (best != null) {
        Map<Integer, Generator> taken = new HashMap<>(copies);
        taken.put(bestOwner, best.next());
        return new Emit(best.op(), new Each(perProcess, original, taken));
      }
      return waiting ? new Pending(new Each(perProcess, original, after)) : DONE;
    }

    private int owner(Context context, int thread) {
      return perProcess ? context.process(thread) : thread;
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      int owner =
          perProcess && event.op() instanceof Op.Invoke && event.completion().isPresent()
              ? event.completion().get().process()
              : owner(context, event.thread());
      Generator copy = copies.getOrDefault(owner, original);
      Map<Integer, Generator> changed = new HashMap<>(copies);
      changed.put(owner, copy.update(context.restrictedTo(t -> t == event.thread()), event));
      return new Each(perProcess, original, changed);
    }
  }

  /**
   * Splits the client threads into groups of one size; each works on one key until that key's
   * generator ends, then on the next key nobody has had.
   */
  record ConcurrentKeys(int groupSize, long nextKey, LongFunction<Generator> keys, Group[] groups)
      implements Generator {
    private static final int TRIES_MAX = 1000;

    record Group(Generator current) {}

    @Override
    public Step next(Context context) {
      Group[] after = groups.length == 0 ? emptyGroups(context) : groups.clone();
      long fresh = nextKey;
      Emit best = null;
      int bestGroup = -1;
      boolean waiting = false;
      for (int g = 0; g < after.length; g++) {
        int group = g;
        Context sight = context.restrictedTo(thread -> belongs(thread, group));
        if (sight.freeCount() == 0) {
          waiting = true;
          continue;
        }
        Step step = DONE;
        for (int tries = 0; tries < TRIES_MAX; tries++) {
          Generator current = after[g].current();
          step = current == null ? DONE : current.next(sight);
          if (!(step instanceof Done)) {
            break;
          }
          Generator next = keys.apply(fresh);
          if (next == null) {
            break;
          }
          fresh++;
          after[g] = new Group(next);
        }
        switch (step) {
          case Done done -> {
            // No key is left for this group.
          }
          case Pending pending -> {
            waiting = true;
            after[g] = new Group(pending.next());
          }
          case Emit emit -> {
            if (best == null || emit.op().time() < best.op().time()) {
              best = emit;
              bestGroup = g;
            }
          }
        }
      }
      if (best != null) {
        after[bestGroup] = new Group(best.next());
        return new Emit(best.op(), new ConcurrentKeys(groupSize, fresh, keys, after));
      }
      return waiting ? new Pending(new ConcurrentKeys(groupSize, fresh, keys, after)) : DONE;
    }

    private boolean belongs(int thread, int group) {
      return thread >= 0 && thread / groupSize == group;
    }

    private Group[] emptyGroups(Context context) {
      int clients = (int) Arrays.stream(context.threads()).filter(t -> t >= 0).count();
      if (clients < groupSize || clients % groupSize != 0) {
        throw new IllegalArgumentException(
            "%d client threads cannot be split into groups of %d".formatted(clients, groupSize));
      }
      Group[] empty = new Group[clients / groupSize];
      Arrays.fill(empty, new Group(null));
      return empty;
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      int group = event.thread() / groupSize;
      if (event.thread() < 0 || group >= groups.length || groups[group].current() == null) {
        return this;
      }
      Group[] changed = groups.clone();
      Context sight = context.restrictedTo(thread -> belongs(thread, group));
      changed[group] = new Group(groups[group].current().update(sight, event));
      return new ConcurrentKeys(groupSize, nextKey, keys, changed);
    }
  }

  /**
   * The first so many client threads to one generator, the next to another, the rest to the last.
   */
  static Generator reserve(Seed seed, int[] counts, List<Generator> parts) {
    List<Choosing.Weighted> ranges = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < parts.size(); i++) {
      int low = from;
      int high = i < counts.length ? from + counts[i] : Integer.MAX_VALUE;
      double weight = i < counts.length ? counts[i] : 1;
      ranges.add(
          new Choosing.Weighted(
              weight, new OnThreads(thread -> thread >= low && thread < high, parts.get(i))));
      from = high;
    }
    return new Choosing.Soonest(seed, ranges, false);
  }
}
