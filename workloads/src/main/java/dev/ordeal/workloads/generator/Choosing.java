package dev.ordeal.workloads.generator;

import java.util.ArrayList;
import java.util.List;

/** Combinators that take from several generators. */
final class Choosing {
  private Choosing() {}

  /** A generator with how likely it is to win a tie. */
  record Weighted(double weight, Generator generator) {}

  /**
   * The soonest operation of all; ties are broken at random by weight.
   *
   * @param endsWithFirst whether it ends as soon as one of them does
   */
  record Soonest(Seed seed, List<Weighted> parts, boolean endsWithFirst) implements Generator {
    @Override
    public Step next(Context context) {
      List<Weighted> current = new ArrayList<>(parts.size());
      int best = -1;
      Emit bestEmit = null;
      double tied = 0;
      boolean waiting = false;
      for (Weighted part : parts) {
        switch (part.generator().next(context)) {
          case Done done -> {
            if (endsWithFirst) {
              return DONE;
            }
          }
          case Pending pending -> {
            waiting = true;
            current.add(new Weighted(part.weight(), pending.next()));
          }
          case Emit emit -> {
            boolean sooner = bestEmit == null || emit.op().time() < bestEmit.op().time();
            boolean tie = bestEmit != null && emit.op().time() == bestEmit.op().time();
            tied = sooner ? part.weight() : tie ? tied + part.weight() : tied;
            if (sooner || (tie && drawn(current.size()) * tied < part.weight())) {
              best = current.size();
              bestEmit = emit;
            }
            current.add(part);
          }
        }
      }
      if (bestEmit == null) {
        return waiting ? new Pending(new Soonest(seed, current, endsWithFirst)) : DONE;
      }
      current.set(
          best, new Weighted(parts.size() == 1 ? 1 : current.get(best).weight(), bestEmit.next()));
      return new Emit(bestEmit.op(), new Soonest(seed.next(), current, endsWithFirst));
    }

    private double drawn(int position) {
      return seed.split(position).fraction();
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      List<Weighted> updated = new ArrayList<>(parts.size());
      for (Weighted part : parts) {
        updated.add(new Weighted(part.weight(), part.generator().update(context, event)));
      }
      return new Soonest(seed, updated, endsWithFirst);
    }
  }

  /** For each operation one of the parts, chosen at random by weight; ignores events. */
  record Mixed(Seed seed, List<Weighted> parts) implements Generator {
    @Override
    public Step next(Context context) {
      List<Weighted> left = new ArrayList<>(parts);
      Seed at = seed;
      boolean waiting = false;
      // A pending part must not hold up the others, so it is set aside for this one question.
      List<Weighted> candidates = new ArrayList<>(parts);
      while (!candidates.isEmpty()) {
        Weighted chosen = draw(at, candidates);
        at = at.next();
        switch (chosen.generator().next(context)) {
          case Done done -> {
            left.remove(chosen);
            candidates.remove(chosen);
          }
          case Pending pending -> {
            waiting = true;
            candidates.remove(chosen);
          }
          case Emit emit -> {
            left.set(left.indexOf(chosen), new Weighted(chosen.weight(), emit.next()));
            return new Emit(emit.op(), new Mixed(at, left));
          }
        }
      }
      return waiting ? new Pending(new Mixed(seed, left)) : DONE;
    }

    private static Weighted draw(Seed seed, List<Weighted> candidates) {
      double total = candidates.stream().mapToDouble(Weighted::weight).sum();
      double point = seed.fraction() * total;
      for (Weighted candidate : candidates) {
        point -= candidate.weight();
        if (point < 0) {
          return candidate;
        }
      }
      return candidates.getLast();
    }
  }

  /** One operation of each in turn; ends with the first that ends; ignores events. */
  record Alternating(List<Generator> parts, int turn) implements Generator {
    @Override
    public Step next(Context context) {
      return switch (parts.get(turn).next(context)) {
        case Done done -> done;
        case Pending pending -> new Pending(this);
        case Emit emit -> {
          List<Generator> after = new ArrayList<>(parts);
          after.set(turn, emit.next());
          yield new Emit(emit.op(), new Alternating(after, (turn + 1) % parts.size()));
        }
      };
    }
  }
}
