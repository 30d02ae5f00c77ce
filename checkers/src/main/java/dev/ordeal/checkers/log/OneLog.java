package dev.ordeal.checkers.log;

import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** What is known of one log. Not thread-safe. */
final class OneLog {
  private final Value key;
  private final Map<Value, Operation> sends = new HashMap<>();
  private final Map<Value, Message> byValue = new HashMap<>();
  private final NavigableMap<Long, Message> byOffset = new TreeMap<>();
  private final Set<Long> polled = new HashSet<>();
  private final List<Poll> polls = new ArrayList<>();
  private final Map<String, Anomaly> anomalies = new LinkedHashMap<>();

  OneLog(Value key) {
    this.key = key;
  }

  /**
   * Takes in an operation.
   *
   * @throws IllegalArgumentException if the log cannot be judged with it
   */
  void add(Operation operation) {
    if (operation.function().equals(LogChecker.SEND)) {
      Operation other = sends.putIfAbsent(operation.argument(), operation);
      if (other != null) {
        throw new IllegalArgumentException(
            "%s and %s both sent %s to log %s; messages have to be unique"
                .formatted(other.label(), operation.label(), operation.argument().brief(), key));
      }
      if (operation.isOk()) {
        if (!(operation.result() instanceof Value.Int offset)) {
          throw new IllegalArgumentException(
              "%s returned %s; a send returns an offset"
                  .formatted(operation.label(), operation.result().brief()));
        }
        know(new Message(offset.value(), operation.argument(), operation));
      }
    } else if (operation.function().equals(LogChecker.POLL) && operation.isOk()) {
      Poll poll = Poll.of(operation);
      polls.add(poll);
      for (Message message : poll.messages()) {
        polled.add(message.offset());
        know(message);
      }
    }
  }

  private void know(Message message) {
    Message there = byOffset.putIfAbsent(message.offset(), message);
    if (there != null && !there.value().equals(message.value())) {
      found(
          "duplicate-offset",
          "Offset %d of log %s holds two messages: %s in %s, and %s in %s."
              .formatted(
                  message.offset(),
                  key,
                  there.value().brief(),
                  there.shown().label(),
                  message.value().brief(),
                  message.shown().label()),
          there.shown(),
          message.shown());
    }
    Message same = byValue.putIfAbsent(message.value(), message);
    if (same != null && same.offset() != message.offset()) {
      found(
          "duplicate-value",
          "Message %s is in log %s twice: at offset %d in %s, and at %d in %s."
              .formatted(
                  message.value().brief(),
                  key,
                  same.offset(),
                  same.shown().label(),
                  message.offset(),
                  message.shown().label()),
          same.shown(),
          message.shown());
    }
  }

  /** Whether a poll returned anything. */
  boolean isSeen() {
    return !polled.isEmpty();
  }

  /** How many messages have a known offset behind all that were polled. */
  long unseen() {
    return byOffset.tailMap(seenTo(), false).size();
  }

  private long seenTo() {
    return polled.stream().mapToLong(Long::longValue).max().orElse(Long.MIN_VALUE);
  }

  /** One anomaly of each kind, once all operations are known. */
  List<Anomaly> anomalies() {
    for (Poll poll : polls) {
      values(poll);
      order(poll);
    }
    lost();
    return List.copyOf(anomalies.values());
  }

  private void values(Poll poll) {
    for (Message message : poll.messages()) {
      Operation send = sends.get(message.value());
      if (send == null) {
        found(
            "garbage-read",
            "Poll %s returned %s, which nobody sent to log %s."
                .formatted(poll.operation().label(), message.value().brief(), key),
            poll.operation());
      } else if (send.isFail()) {
        found(
            "aborted-read",
            "Poll %s returned %s, but send %s of it has failed."
                .formatted(poll.operation().label(), message.value().brief(), send.label()),
            send,
            poll.operation());
      }
    }
  }

  private void order(Poll poll) {
    String label = poll.operation().label();
    long next = poll.from();
    String kind = "external";
    for (Message message : poll.messages()) {
      if (message.offset() < next) {
        found(
            kind + "-nonmonotonic",
            kind.equals("external")
                ? "Poll %s was to begin at offset %d of log %s, and began at %d."
                    .formatted(label, next, key, message.offset())
                : "Poll %s returned offset %d of log %s after offset %d."
                    .formatted(label, message.offset(), key, next - 1),
            poll.operation());
      } else {
        skipped(kind, poll, next, message.offset());
      }
      next = message.offset() + 1;
      kind = "internal";
    }
  }

  /** Offsets that somebody else polled; those that nobody did are lost. */
  private void skipped(String kind, Poll poll, long from, long to) {
    for (Message message : byOffset.subMap(from, to).values()) {
      if (polled.contains(message.offset())) {
        found(
            kind + "-skip",
            "Poll %s was to go on at %d of log %s, and went on at %d, though %s is at %d (%s)."
                .formatted(
                    poll.operation().label(),
                    from,
                    key,
                    to,
                    message.value().brief(),
                    message.offset(),
                    message.shown().label()),
            message.shown(),
            poll.operation());
        return;
      }
    }
  }

  private void lost() {
    long seenTo = seenTo();
    for (Message message : byOffset.headMap(seenTo, false).values()) {
      if (!polled.contains(message.offset())) {
        Operation beyond = byOffset.get(seenTo).shown();
        Operation poll =
            polls.stream()
                .filter(p -> p.messages().stream().anyMatch(m -> m.offset() == seenTo))
                .map(Poll::operation)
                .findFirst()
                .orElse(beyond);
        found(
            "lost-write",
            ("Send %s of %s to log %s was acknowledged with offset %d, but no poll returned it,"
                    + " though poll %s returned offset %d.")
                .formatted(
                    message.shown().label(),
                    message.value().brief(),
                    key,
                    message.offset(),
                    poll.label(),
                    seenTo),
            message.shown(),
            poll);
        return;
      }
    }
  }

  private void found(String name, String explanation, Operation... witness) {
    if (!anomalies.containsKey(name)) {
      List<Operation> shown =
          Arrays.stream(witness)
              .distinct()
              .sorted((a, b) -> Long.compare(a.invocation().index(), b.invocation().index()))
              .toList();
      anomalies.put(name, new Anomaly(name, key, explanation, shown));
    }
  }
}
