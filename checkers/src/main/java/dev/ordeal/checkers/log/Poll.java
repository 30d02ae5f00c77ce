package dev.ordeal.checkers.log;

import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A poll that succeeded.
 *
 * @param from the offset at which it was to begin
 * @param messages what it returned, in that order
 */
record Poll(Operation operation, long from, List<Message> messages) {
  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if the result is not that of a poll
   */
  static Poll of(Operation operation) {
    if (operation.result() instanceof Value.Dict dict
        && dict.entries().get("from") instanceof Value.Int from
        && dict.entries().get("messages") instanceof Value.Seq all) {
      List<Message> messages = new ArrayList<>();
      for (Value one : all.items()) {
        if (!(one instanceof Value.Seq pair)
            || pair.items().size() != 2
            || !(pair.items().getFirst() instanceof Value.Int offset)) {
          throw malformed(operation);
        }
        messages.add(new Message(offset.value(), pair.items().getLast(), operation));
      }
      return new Poll(operation, from.value(), List.copyOf(messages));
    }
    throw malformed(operation);
  }

  private static IllegalArgumentException malformed(Operation operation) {
    return new IllegalArgumentException(
        "%s returned %s; a poll returns {\"from\":offset,\"messages\":[[offset,message],…]}"
            .formatted(operation.label(), operation.result().brief()));
  }
}
