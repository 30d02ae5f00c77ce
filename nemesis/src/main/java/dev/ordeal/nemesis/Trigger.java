package dev.ordeal.nemesis;

/**
 * What a fault waits for.
 *
 * <p>As text: {@code start}, {@code leader-change} (another node leads than at first), {@code
 * first-info} (a call's outcome is unknown) or {@code ack N} (so many calls that are no reads were
 * acknowledged).
 */
public sealed interface Trigger {
  /** The beginning of the run. */
  Trigger START = new Start();

  /** The beginning of the run. */
  record Start() implements Trigger {
    @Override
    public String toString() {
      return "start";
    }
  }

  /** Another node leads than the one that led first. */
  record LeaderChange() implements Trigger {
    @Override
    public String toString() {
      return "leader-change";
    }
  }

  /** The first call with an unknown outcome. */
  record FirstInfo() implements Trigger {
    @Override
    public String toString() {
      return "first-info";
    }
  }

  /** Calls that are no reads were acknowledged. */
  record Acknowledged(long count) implements Trigger {
    @Override
    public String toString() {
      return "ack " + count;
    }
  }

  /**
   * Reads what {@code toString} wrote.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Trigger parse(String text) {
    if (text.matches("ack [1-9][0-9]{0,11}")) {
      return new Acknowledged(Long.parseLong(text.substring(4)));
    }
    return switch (text) {
      case "start" -> START;
      case "leader-change" -> new LeaderChange();
      case "first-info" -> new FirstInfo();
      default ->
          throw new IllegalArgumentException(
              "'" + text + "' is an unknown trigger; known: leader-change, first-info, ack N");
    };
  }
}
