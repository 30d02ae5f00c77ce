package dev.ordeal.targets.calls;

import tools.jackson.databind.JsonNode;

/** What a function returns. */
public enum Result {
  /** Nothing: whatever is returned is ignored. */
  NOTHING("nothing"),

  /** Nothing, or whether it was done: false says that it was not. */
  DONE("true, false, null or nothing"),

  /** Whether something is so. */
  FLAG("true or false"),

  NUMBER("a whole number"),

  /** A number, or null where there is none. */
  OPTIONAL_NUMBER("a whole number or null"),

  NUMBERS("a list of whole numbers"),

  /** The steps of a transaction with what its reads returned. */
  STEPS("the steps with what their reads returned");

  private final String expected;

  Result(String expected) {
    this.expected = expected;
  }

  /** What is expected, for messages. */
  public String expected() {
    return expected;
  }

  /**
   * Whether a value is one.
   *
   * @param value missing if there is none
   */
  public boolean fits(JsonNode value) {
    return switch (this) {
      case NOTHING -> true;
      case DONE -> value.isMissingNode() || value.isNull() || value.isBoolean();
      case FLAG -> value.isBoolean();
      case NUMBER -> isNumber(value);
      case OPTIONAL_NUMBER -> value.isNull() || isNumber(value);
      case NUMBERS -> isNumbers(value);
      // Against the steps that were asked for: Steps does that.
      case STEPS -> value.isArray();
    };
  }

  /** Whether a result of {@link #DONE} says so: only false says that it was not. */
  static boolean isDone(JsonNode value) {
    return !value.isBoolean() || value.booleanValue();
  }

  static boolean isNumber(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToLong();
  }

  static boolean isNumbers(JsonNode value) {
    return value.isArray() && value.valueStream().allMatch(Result::isNumber);
  }
}
