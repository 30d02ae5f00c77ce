package dev.ordeal.workloads.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;

/** Combinators that say when. */
final class Timing {
  private Timing() {}

  static final long NOW = Long.MIN_VALUE;
  private static final double NANOS = 1e9;

  /** How long after one operation the next is due. */
  @FunctionalInterface
  interface Gap {
    long nanos(Seed seed, long sinceStart);
  }

  /**
   * Spaces operations out. The rate is that of the whole generator, not of each thread.
   *
   * @param intended whether an operation keeps its intended time although it can only be sent later
   *     (open loop), so that latency includes the waiting; else the delay is forgiven
   */
  record Paced(Seed seed, Gap gap, boolean intended, long start, long due, Generator inner)
      implements Generator {
    @Override
    public Step next(Context context) {
      return switch (inner.next(context)) {
        case Done done -> done;
        case Pending pending ->
            new Pending(new Paced(seed, gap, intended, start, due, pending.next()));
        case Emit emit -> {
          long began = start == NOW ? context.time() : start;
          long at = due == NOW ? emit.op().time() : due;
          long sent = intended ? at : Math.max(at, emit.op().time());
          long next = sent + gap.nanos(seed, sent - began);
          yield new Emit(
              emit.op().at(sent), new Paced(seed.next(), gap, intended, began, next, emit.next()));
        }
      };
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      return new Paced(seed, gap, intended, start, due, inner.update(context, event));
    }
  }

  static Gap uniform(long mean) {
    return (seed, since) -> (long) (seed.fraction() * 2 * mean);
  }

  static Gap fixed(long nanos) {
    return (seed, since) -> nanos;
  }

  /** Exponential gaps: arrivals of a Poisson process whose rate may change with time. */
  static Gap poisson(LongToDoubleFunction perSecond) {
    return (seed, since) ->
        (long) (-Math.log(1 - seed.fraction()) / perSecond.applyAsDouble(since) * NANOS);
  }

  /** Rotates through parts by time; each goes on where it stopped. */
  record Rotating(long[] nanos, long start, List<Generator> parts) implements Generator {
    @Override
    public Step next(Context context) {
      long began = start == NOW ? context.time() : start;
      int turn = turnAt(context.time() - began);
      return switch (parts.get(turn).next(context)) {
        case Done done -> done;
        case Pending pending -> new Pending(with(began, turn, pending.next()));
        case Emit emit ->
            turnAt(emit.op().time() - began) == turn
                ? new Emit(emit.op(), with(began, turn, emit.next()))
                : new Pending(new Rotating(nanos, began, parts));
      };
    }

    private int turnAt(long since) {
      long period = 0;
      for (long each : nanos) {
        period += each;
      }
      long within = Math.floorMod(since, period);
      int turn = 0;
      while (within >= nanos[turn]) {
        within -= nanos[turn++];
      }
      return turn;
    }

    private Rotating with(long began, int turn, Generator part) {
      List<Generator> changed = new ArrayList<>(parts);
      changed.set(turn, part);
      return new Rotating(nanos, began, changed);
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      List<Generator> updated = new ArrayList<>();
      parts.forEach(part -> updated.add(part.update(context, event)));
      return new Rotating(nanos, start, updated);
    }
  }

  /** Remembers an operation of an expensive generator for a while and emits it again. */
  record Cached(long period, long until, Op kept, Generator inner) implements Generator {
    @Override
    public Step next(Context context) {
      if (kept != null && context.time() < until) {
        return context.freeCount() == 0
            ? new Pending(this)
            : new Emit(kept.on(context.someFreeThread()).at(context.time()), this);
      }
      return switch (inner.next(context)) {
        case Done done -> done;
        case Pending pending -> new Pending(new Cached(period, until, null, pending.next()));
        case Emit emit ->
            new Emit(
                emit.op(), new Cached(period, context.time() + period, emit.op(), emit.next()));
      };
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      return new Cached(period, until, kept, inner.update(context, event));
    }
  }
}
