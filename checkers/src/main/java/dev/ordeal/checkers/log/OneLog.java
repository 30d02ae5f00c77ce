package dev.ordeal.checkers.log;

import dev.ordeal.checkers.linearizability.finding.Wording;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is known of one log. Not thread-safe. */
final class OneLog {
  private final Value key;
  private final boolean hasRealTime;

  /** By message, who sent it, unless that failed. */
  private final Map<Value, Operation> sends = new HashMap<>();

  /**
   * By message, who first tried to send it and failed: it did not happen, and may be tried again.
   */
  private final Map<Value, Operation> failed = new HashMap<>();

  private final Map<Value, Message> byValue = new HashMap<>();
  private final NavigableMap<Long, Message> byOffset = new TreeMap<>();
  private final NavigableSet<Long> polled = new TreeSet<>();
  private final List<Poll> polls = new ArrayList<>();
  private final Map<String, Anomaly> anomalies = new LinkedHashMap<>();

  /**
   * A log of which nothing is known yet.
   *
   * @param hasRealTime whether it is known which calls were over before others began
   */
  OneLog(Value key, boolean hasRealTime) {
    this.key = key;
    this.hasRealTime = hasRealTime;
  }

  /**
   * Takes in an operation.
   *
   * @throws IllegalArgumentException if the log cannot be judged with it
   */
  void add(Operation operation) {
    if (operation.function().equals(LogChecker.SEND) && operation.isFail()) {
      failed.putIfAbsent(operation.argument(), operation);
    } else if (operation.function().equals(LogChecker.SEND)) {
      Operation other = sends.putIfAbsent(operation.argument(), operation);
      if (other != null) {
        throw new IllegalArgumentException(
            "%s and %s both sent %s to %s; messages have to be unique"
                .formatted(
                    other.label(), operation.label(), operation.argument().brief(), named()));
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
          "Offset %d of %s holds two messages: %s in %s, and %s in %s."
              .formatted(
                  message.offset(),
                  named(),
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
          "Message %s is in %s twice: at offset %d in %s, and at %d in %s."
              .formatted(
                  message.value().brief(),
                  named(),
                  same.offset(),
                  same.shown().label(),
                  message.offset(),
                  message.shown().label()),
          same.shown(),
          message.shown());
    }
  }

  private String named() {
    return key.isNil() ? "the log" : "log " + key;
  }

  /** Whether a poll returned anything. */
  boolean isSeen() {
    return !polled.isEmpty();
  }

  /** How many messages have a known offset that no poll returned. */
  long unseen() {
    return (long) byOffset.size() - polled.size();
  }

  /**
   * A message that was acknowledged, or shown, before the last poll of its offset began, which
   * returned nothing: it is lost, or will be shown later. Empty if there is none.
   */
  Optional<String> hidden() {
    NavigableMap<Long, Poll> last = lastPolls();
    for (Message message : byOffset.values()) {
      Map.Entry<Long, Poll> asked = last.floorEntry(message.offset());
      if (asked != null
          && asked.getValue().messages().isEmpty()
          && asked.getValue().operation().invocation().index() > answered(message.shown())) {
        Poll poll = asked.getValue();
        return Optional.of(
            ("message %s has offset %d of %s (%s), but the last poll from there or before, %s from"
                    + " %d on, returned nothing: the message is lost, or not visible yet")
                .formatted(
                    message.value().brief(),
                    message.offset(),
                    named(),
                    message.shown().label(),
                    poll.operation().label(),
                    poll.from()));
      }
    }
    return Optional.empty();
  }

  /** By an offset: the poll that began last of those that asked for that offset or one before. */
  private NavigableMap<Long, Poll> lastPolls() {
    NavigableMap<Long, Poll> last = new TreeMap<>();
    Poll latest = null;
    for (Poll poll : polls.stream().sorted(Comparator.comparingLong(Poll::from)).toList()) {
      boolean isLater =
          latest == null
              || poll.operation().invocation().index() > latest.operation().invocation().index();
      latest = isLater ? poll : latest;
      last.put(poll.from(), latest);
    }
    return last;
  }

  private static long answered(Operation call) {
    return call.completion().orElseThrow().index();
  }

  /** The messages that have a known offset and were returned by no poll. */
  private NavigableMap<Long, Message> unpolled() {
    NavigableMap<Long, Message> unpolled = new TreeMap<>(byOffset);
    unpolled.keySet().removeAll(polled);
    return unpolled;
  }

  /** One anomaly of each kind, once all operations are known. */
  List<Anomaly> anomalies() {
    NavigableMap<Long, Message> unpolled = unpolled();
    for (Poll poll : polls) {
      values(poll);
      order(poll, unpolled);
    }
    return List.copyOf(anomalies.values());
  }

  private void values(Poll poll) {
    for (Message message : poll.messages()) {
      Operation send = sends.get(message.value());
      Operation refused = failed.get(message.value());
      boolean isEarly =
          hasRealTime && send != null && answered(poll.operation()) < send.invocation().index();
      if (send == null && refused == null) {
        found(
            "garbage-read",
            "Poll %s returned %s, which nobody sent to %s.%s"
                .formatted(
                    poll.operation().label(),
                    Wording.value(message.value()),
                    named(),
                    Wording.lookalike(message.value(), sends.keySet().stream())),
            poll.operation());
      } else if (refused != null && (send == null || (isEarly && began(refused, poll)))) {
        found(
            "aborted-read",
            "Poll %s returned %s, but send %s of it has failed."
                .formatted(poll.operation().label(), message.value().brief(), refused.label()),
            refused,
            poll.operation());
      } else if (isEarly) {
        found(
            "future-read",
            "Poll %s of %s returned %s, and was over before send %s of it began."
                .formatted(
                    poll.operation().label(), named(), message.value().brief(), send.label()),
            poll.operation(),
            send);
      }
    }
  }

  private static boolean began(Operation send, Poll poll) {
    return send.invocation().index() < answered(poll.operation());
  }

  private void order(Poll poll, NavigableMap<Long, Message> unpolled) {
    String label = poll.operation().label();
    long next = poll.from();
    String kind = "external";
    for (Message message : poll.messages()) {
      if (message.offset() < next) {
        found(
            kind + "-nonmonotonic",
            kind.equals("external")
                ? "Poll %s was to begin at offset %d of %s, and began at %d."
                    .formatted(label, next, named(), message.offset())
                : "Poll %s returned offset %d of %s after offset %d."
                    .formatted(label, message.offset(), named(), next - 1),
            poll.operation());
      } else {
        skipped(kind, poll, next, message.offset());
        lost(unpolled, poll, next, message.offset());
      }
      next = message.offset() + 1;
      kind = "internal";
    }
  }

  /** Offsets that another poll returned; those that none did are lost. */
  private void skipped(String kind, Poll poll, long from, long to) {
    Long skipped = polled.ceiling(from);
    if (skipped != null && skipped < to) {
      Message message = byOffset.get(skipped);
      found(
          kind + "-skip",
          "Poll %s was to go on at %d of %s, and went on at %d, though %s is at %d (%s)."
              .formatted(
                  poll.operation().label(),
                  from,
                  named(),
                  to,
                  message.value().brief(),
                  message.offset(),
                  message.shown().label()),
          message.shown(),
          poll.operation());
    }
  }

  private void lost(NavigableMap<Long, Message> unpolled, Poll poll, long from, long to) {
    Map.Entry<Long, Message> left = unpolled.ceilingEntry(from);
    if (left != null && left.getKey() < to) {
      Message message = left.getValue();
      found(
          "lost-write",
          ("Send %s of %s to %s was acknowledged with offset %d, but no poll returned it, and"
                  + " poll %s, which was to go on at %d, went on at %d.")
              .formatted(
                  message.shown().label(),
                  message.value().brief(),
                  named(),
                  message.offset(),
                  poll.operation().label(),
                  from,
                  to),
          message.shown(),
          poll.operation());
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
