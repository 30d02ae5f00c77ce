package dev.ordeal.checkers.definition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Makes small random observations: a simulated database of which each transaction sees a part of
 * what others wrote, chosen more or less strictly, and now and then single reads that fit less.
 */
final class WeakDatabase {
  /** How much of what others wrote a transaction sees. */
  private enum View {
    /** All that committed before. */
    LATEST,
    /** All that had committed at some earlier time. */
    STALE,
    /** Some, and what these saw. */
    CAUSAL,
    /** Some. */
    SOME,
    /** Some, and more from read to read. */
    GROWING,
    /** Some, other ones for each read. */
    CHANGING
  }

  private final Kind kind;
  private final boolean repeats;
  private final SplittableRandom random;
  private final int size;
  private final int keys;
  private final double reads;
  private final double odd;

  /** How often a transaction can see those behind it, too. */
  private final double cyclic;

  /** Of which lists or registers the versions are in the opposite order. */
  private final int turned;

  private final int[] given;
  private final int[] sees;
  private final List<Transaction.Outcome> outcomes = new ArrayList<>();
  private final List<List<Micro>> done = new ArrayList<>();

  private WeakDatabase(Kind kind, boolean repeats, SplittableRandom random) {
    this.kind = kind;
    this.repeats = repeats;
    this.random = random;
    size = random.nextInt(8) == 0 ? 2 : 3 + random.nextInt(repeats ? 2 : 3);
    keys = random.nextInt(8) == 0 ? 1 : 2 + random.nextInt(2);
    reads = 0.4 + 0.15 * random.nextInt(3);
    odd = random.nextInt(3) * 0.06;
    cyclic = random.nextInt(3) == 0 ? 0.6 : 0;
    turned = random.nextInt(4) == 0 ? random.nextInt(1 << keys) : 0;
    given = new int[keys];
    sees = new int[size];
  }

  /** An observation; registers can have values that are written twice to a key, and nil. */
  static Observation make(Kind kind, boolean repeats, SplittableRandom random) {
    WeakDatabase database = new WeakDatabase(kind, repeats, random);
    for (int t = 0; t < database.size; t++) {
      database.plan();
    }
    View strictest = View.values()[random.nextInt(View.values().length)];
    for (int t = 0; t < database.size; t++) {
      boolean isOther = random.nextInt(4) == 0;
      View view = isOther ? View.values()[random.nextInt(View.values().length)] : strictest;
      database.run(t, view);
    }
    return database.observation();
  }

  /** What a transaction does, its reads without answers, and how it ends. */
  private void plan() {
    int luck = random.nextInt(14);
    outcomes.add(
        luck == 0
            ? Transaction.Outcome.ABORTED
            : luck == 1 ? Transaction.Outcome.UNKNOWN : Transaction.Outcome.COMMITTED);
    List<Micro> micros = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int m = 0; m < count; m++) {
      int key = random.nextInt(keys);
      if (random.nextDouble() < reads) {
        micros.add(new Micro(true, key, List.of(0)));
      } else {
        micros.add(Micro.write(key, repeats ? random.nextInt(5) : ++given[key]));
      }
    }
    done.add(micros);
  }

  private void run(int t, View view) {
    int behind = random.nextDouble() < cyclic ? random.nextInt(1 << size) : 0;
    int all = ((1 << t) - 1 | behind) & ~(1 << t);
    for (int other = 0; other < size; other++) {
      // An unknown transaction happened or not, by its number.
      boolean isGone =
          outcomes.get(other) == Transaction.Outcome.ABORTED
              || (outcomes.get(other) == Transaction.Outcome.UNKNOWN && other % 2 == 0);
      all &= isGone ? ~(1 << other) : ~0;
    }
    int some = random.nextInt(1 << size);
    sees[t] =
        all
            & switch (view) {
              case LATEST -> ~0;
              case STALE -> (1 << random.nextInt(t + 1)) - 1;
              case CAUSAL -> closed(some);
              case SOME, GROWING, CHANGING -> some;
            };
    for (int at = 0; at < done.get(t).size(); at++) {
      int more = all & random.nextInt(1 << size);
      sees[t] =
          switch (view) {
            case GROWING -> sees[t] | more;
            case CHANGING -> more;
            default -> sees[t];
          };
      if (done.get(t).get(at).isRead()) {
        done.get(t).set(at, read(t, at));
      }
    }
  }

  private int closed(int some) {
    int closed = some;
    for (int other = 0; other < sees.length; other++) {
      closed |= (some & 1 << other) != 0 ? sees[other] : 0;
    }
    return closed;
  }

  private Micro read(int t, int at) {
    int key = done.get(t).get(at).key();
    int how = random.nextDouble() < odd ? random.nextInt(6) : -1;
    int seen = how == 0 ? sees[t] ^ 1 << random.nextInt(size) : sees[t];
    List<Integer> values = new ArrayList<>();
    boolean isListBehind = false;
    for (int number = size - 1; number >= 0; number--) {
      int other = (turned & 1 << key) != 0 ? size - 1 - number : number;
      boolean isCommitted = outcomes.get(other) != Transaction.Outcome.ABORTED;
      if (other != t && ((seen & 1 << other) != 0 || (isListBehind && isCommitted))) {
        values.addAll(0, written(other, key, done.get(other).size()));
        isListBehind |= kind == Kind.LIST && !values.isEmpty();
      }
    }
    if (how != 1) {
      values.addAll(written(t, key, at));
    }
    if (how == 2 && !values.isEmpty()) {
      values.removeLast();
    }
    if (how == 3 && !values.isEmpty()) {
      Collections.swap(values, random.nextInt(values.size()), values.size() - 1);
    }
    if (how == 4) {
      // Of another transaction, its own and not written yet, or there already.
      values.add(repeats ? random.nextInt(5) : 1 + random.nextInt(Math.max(1, given[key])));
    }
    if (how == 5) {
      values.add(random.nextInt(values.size() + 1), repeats ? 5 : given[key] + 1);
    }
    if (kind == Kind.REGISTER) {
      return new Micro(true, key, List.of(values.isEmpty() ? 0 : values.getLast()));
    }
    return new Micro(true, key, kind == Kind.SET ? List.copyOf(new TreeSet<>(values)) : values);
  }

  private List<Integer> written(int t, int key, int before) {
    return done.get(t).subList(0, before).stream()
        .filter(micro -> !micro.isRead() && micro.key() == key)
        .map(Micro::value)
        .toList();
  }

  /** Sessions call one after the other; which goes on is left to chance. */
  private Observation observation() {
    int sessions = 1 + random.nextInt(size);
    boolean isShuffled = random.nextInt(4) == 0;
    List<Integer> numbers = new ArrayList<>();
    for (int t = 0; t < size; t++) {
      numbers.add(isShuffled ? random.nextInt(t + 1) : t, t);
    }
    int[] open = new int[sessions];
    int[] name = new int[sessions];
    for (int s = 0; s < sessions; s++) {
      open[s] = -1;
      name[s] = s;
    }
    int[] start = new int[size];
    List<Transaction> made = new ArrayList<>();
    int next = 0;
    for (int time = 0; made.size() < size; ) {
      int s = random.nextInt(sessions);
      if (open[s] < 0 && next < size) {
        open[s] = numbers.get(next++);
        start[open[s]] = time++;
      } else if (open[s] >= 0) {
        int t = open[s];
        open[s] = -1;
        made.add(new Transaction(name[s], start[t], time++, outcomes.get(t), done.get(t)));
        // After an unknown outcome its client goes on under another name.
        name[s] += outcomes.get(t) == Transaction.Outcome.UNKNOWN ? sessions : 0;
      }
    }
    return new Observation(kind, made);
  }
}
