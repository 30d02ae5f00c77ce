package dev.ordeal.checkers.assertion;

import java.util.Arrays;

/** A history of sets: {@code isLinearizable()}. */
public final class SetHistory extends WrittenHistory<SetHistory> {
  SetHistory() {}

  @Override
  SetHistory self() {
    return this;
  }

  /** Which set the next calls concern; each is an object of its own. */
  public SetHistory on(Object key) {
    object(key);
    return this;
  }

  /** An element is added. */
  public SetHistory add(Object element) {
    return call("add", element, element);
  }

  /** An element is removed, or was not there. */
  public SetHistory remove(Object element) {
    return call("remove", element, element);
  }

  /** Whether an element is there is asked, and answered. */
  public SetHistory contains(Object element, boolean answer) {
    return call("contains", element, answer);
  }

  /** All elements are read. */
  public SetHistory read(Object... elements) {
    return call("read", null, Arrays.asList(elements));
  }
}
