package dev.ordeal.checkers.made;

import java.util.SplittableRandom;

/** A register with read, write and compare-and-set. */
final class MadeRegister extends MadeObject {
  /** How many values are written; 0 if each is written once. */
  private final int values;

  private long value = -1;

  private MadeRegister(int values) {
    this.values = values;
  }

  static MadeRegister ofUniqueValues() {
    return new MadeRegister(0);
  }

  /** One with so few values that a read does not show which write it saw. */
  static MadeRegister of(int values) {
    return new MadeRegister(values);
  }

  @Override
  public boolean call(int client, SplittableRandom random) {
    if (values > 0) {
      return callWithFewValues(random);
    }
    return switch (random.nextInt(3)) {
      case 0 -> ask("read", null);
      case 1 -> ask("write", fresh++);
      default -> value < 0 ? ask("read", null) : ask("cas", "[" + value + "," + fresh++ + "]");
    };
  }

  private boolean callWithFewValues(SplittableRandom random) {
    int choice = random.nextInt(20);
    int from = random.nextInt(values);
    int to = random.nextInt(values);
    if (choice < 8) {
      return ask("read", null);
    }
    return choice < 15 ? ask("write", to) : ask("cas", "[" + from + "," + to + "]");
  }

  @Override
  public String effect(int client, String function, String argument) {
    switch (function) {
      case "read":
        return value < 0 ? "null" : Long.toString(value);
      case "write":
        value = Long.parseLong(argument);
        return argument;
      default:
        int comma = argument.indexOf(',');
        if (Long.parseLong(argument.substring(1, comma)) != value) {
          return "fail";
        }
        value = Long.parseLong(argument.substring(comma + 1, argument.length() - 1));
        return argument;
    }
  }
}
