package dev.ordeal.checkers.assertion;

import java.util.Arrays;
import java.util.List;

/** A history of registers: {@code isLinearizable()}, or {@code keeps} with a weaker level. */
public final class RegisterHistory extends WrittenHistory<RegisterHistory> {
  RegisterHistory() {}

  @Override
  RegisterHistory self() {
    return this;
  }

  /** Which register the next calls concern; each is an object of its own. */
  public RegisterHistory on(Object key) {
    object(key);
    return this;
  }

  /** A value is written. */
  public RegisterHistory write(Object value) {
    return call("write", value, value);
  }

  /**
   * A value is read.
   *
   * @param value null for nothing: the register was never written
   */
  public RegisterHistory read(Object value) {
    return call("read", null, value);
  }

  /** One value is replaced by another; where it held a third one, {@link #begins} and fails. */
  public RegisterHistory cas(Object expected, Object replacement) {
    List<Object> both = Arrays.asList(expected, replacement);
    return call("cas", both, both);
  }
}
