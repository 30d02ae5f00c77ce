package dev.ordeal.targets.brittle.node;

/**
 * An entry of the replicated log.
 *
 * @param term the leader's term when it was appended
 * @param kind what it does
 * @param key the register
 * @param first the value to write, or the value a swap expects
 * @param second the value a swap puts in its place
 */
record Entry(long term, Kind kind, long key, long first, long second) {
  enum Kind {
    NOTHING,
    READ,
    WRITE,
    CAS
  }

  String encode() {
    return term + ":" + kind + ":" + key + ":" + first + ":" + second;
  }

  static Entry decode(String text) {
    String[] parts = text.split(":");
    return new Entry(
        Long.parseLong(parts[0]),
        Kind.valueOf(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]),
        Long.parseLong(parts[4]));
  }

  /** The request a client makes: {@code read K}, {@code write K V} or {@code cas K OLD NEW}. */
  static Entry request(String[] words) {
    return switch (words[0]) {
      case "read" -> new Entry(0, Kind.READ, Long.parseLong(words[1]), 0, 0);
      case "write" ->
          new Entry(0, Kind.WRITE, Long.parseLong(words[1]), Long.parseLong(words[2]), 0);
      case "cas" ->
          new Entry(
              0,
              Kind.CAS,
              Long.parseLong(words[1]),
              Long.parseLong(words[2]),
              Long.parseLong(words[3]));
      default -> throw new IllegalArgumentException("unknown request " + words[0]);
    };
  }

  Entry inTerm(long newTerm) {
    return new Entry(newTerm, kind, key, first, second);
  }
}
