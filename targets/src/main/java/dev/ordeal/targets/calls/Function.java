package dev.ordeal.targets.calls;

import java.util.List;

/**
 * A function of a contract.
 *
 * @param changes whether it may change something: its outcome is then unknown unless an answer says
 *     what became of it
 * @param arguments their names in order
 * @param result what an answer of "ok" has to hold
 */
public record Function(String name, boolean changes, Result result, List<String> arguments) {
  static Function update(String name, Result result, String... arguments) {
    return new Function(name, true, result, List.of(arguments));
  }

  static Function query(String name, Result result, String... arguments) {
    return new Function(name, false, result, List.of(arguments));
  }
}
