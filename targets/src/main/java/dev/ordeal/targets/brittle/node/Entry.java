package dev.ordeal.targets.brittle.node;

import java.util.Locale;

/**
 * An entry of the replicated log.
 *
 * @param term the leader's term when it was appended
 * @param kind what it does
 * @param key the register
 * @param first the value to write, add or remove, the value a swap expects, or how many may hold
 * @param second the value a swap puts in its place, or who acquires
 * @param steps a transaction's steps, see {@link Steps}, or what {@link Accounts} do
 */
record Entry(long term, Kind kind, long key, long first, long second, String steps) {
  Entry(long term, Kind kind, long key, long first, long second) {
    this(term, kind, key, first, second, "");
  }

  enum Kind {
    NOTHING,
    READ,
    WRITE,
    CAS,
    ENQUEUE,
    DEQUEUE,
    ADD,
    REMOVE,
    CONTAINS,
    INCREASE,
    COUNT,
    NEXT_ID,
    ACQUIRE,
    RELEASE,
    TRANSACT,
    /** A transaction that only reads. */
    LOOK,
    /** What a transaction would read, and the version of that; nothing is changed. */
    PREVIEW,
    /** Writes unless somebody has changed what is written since the version in {@code first}. */
    COMMIT,
    /** One or several steps of a transaction that is carried out in parts. */
    PART,
    /** Moves money; the steps say whence, whither, how much, and what accounts hold at first. */
    TRANSFER,
    /** Reads all accounts; the steps say how many there are, and what they hold at first. */
    BALANCES,
    /** Only by a defect: puts two accounts to what somebody worked out. */
    SET_BALANCES,
    /** Only by a defect: takes out the element that somebody was told. */
    TAKE,
    /** Only by a defect: puts a set to what somebody had read and one element more. */
    KEEP,
    /** Only by a defect: puts a counter to a number. */
    SET_COUNT;

    boolean isRead() {
      return switch (this) {
        case READ, CONTAINS, COUNT, LOOK, BALANCES, PREVIEW -> true;
        default -> false;
      };
    }
  }

  String encode() {
    return term + ":" + kind + ":" + key + ":" + first + ":" + second + ":" + steps;
  }

  static Entry decode(String text) {
    String[] parts = text.split(":", -1);
    return new Entry(
        Long.parseLong(parts[0]),
        Kind.valueOf(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]),
        Long.parseLong(parts[4]),
        parts[5]);
  }

  /** The request a client makes: the kind's name, and the key and up to two numbers or steps. */
  static Entry request(String[] words) {
    switch (words[0]) {
      case "transact" -> {
        return ofSteps(words[1]);
      }
      case "transfer" -> {
        return new Entry(0, Kind.TRANSFER, 0, 0, 0, words[1]);
      }
      case "balances" -> {
        return new Entry(0, Kind.BALANCES, 0, 0, 0, words[1]);
      }
      default -> {
        // One of those with numbers.
      }
    }
    long first = words.length > 2 ? Long.parseLong(words[2]) : 0;
    long second = words.length > 3 ? Long.parseLong(words[3]) : 0;
    Kind kind = Kind.valueOf(words[0].toUpperCase(Locale.ROOT).replace('-', '_'));
    return new Entry(0, kind, Long.parseLong(words[1]), first, second);
  }

  /** A transaction. */
  static Entry ofSteps(String steps) {
    Kind kind = Steps.onlyRead(steps) ? Kind.LOOK : Kind.TRANSACT;
    return new Entry(0, kind, 0, 0, 0, steps);
  }

  /** Steps that are carried out at once, as part of a transaction. */
  static Entry single(String steps) {
    return new Entry(0, Kind.PART, 0, 0, 0, steps);
  }

  Entry as(Kind newKind, long newFirst, long newSecond) {
    return new Entry(term, newKind, key, newFirst, newSecond);
  }

  Entry withSteps(Kind newKind, String newSteps) {
    return new Entry(term, newKind, key, first, second, newSteps);
  }

  Entry inTerm(long newTerm) {
    return new Entry(newTerm, kind, key, first, second, steps);
  }
}
