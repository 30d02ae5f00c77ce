package dev.ordeal.checkers.definition;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What clients saw: transactions on objects of one kind.
 *
 * @param kind what the objects are
 * @param transactions of all outcomes, in any order
 */
record Observation(Kind kind, List<Transaction> transactions) {
  Observation {
    transactions = List.copyOf(transactions);
  }

  /** The same as a history. */
  History history() {
    TreeMap<Integer, Transaction> at = new TreeMap<>();
    for (Transaction transaction : transactions) {
      at.put(transaction.start(), transaction);
      at.put(transaction.end(), transaction);
    }
    List<Event> events = new ArrayList<>();
    at.forEach((time, transaction) -> events.add(event(events.size(), time, transaction)));
    return History.of(events);
  }

  private Event event(int index, int time, Transaction transaction) {
    Event.Type type =
        time == transaction.start()
            ? Event.Type.INVOKE
            : switch (transaction.outcome()) {
              case COMMITTED -> Event.Type.OK;
              case ABORTED -> Event.Type.FAIL;
              case UNKNOWN -> Event.Type.INFO;
            };
    List<Value> micros = new ArrayList<>();
    for (Micro micro : transaction.micros()) {
      String function = micro.isRead() ? "r" : kind.write();
      Value value = micro.isRead() && type != Event.Type.OK ? Value.NIL : value(micro);
      micros.add(Value.seq(Value.of(function), Value.of(micro.key()), value));
    }
    int process = transaction.process();
    Value seq = new Value.Seq(micros);
    return new Event(index, index, process, type, "txn", Value.NIL, seq, "");
  }

  private Value value(Micro micro) {
    if (micro.isRead() && kind != Kind.REGISTER) {
      return new Value.Seq(micro.values().stream().map(Observation::value).toList());
    }
    return micro.value() == 0 ? Value.NIL : value(micro.value());
  }

  private static Value value(int number) {
    return Value.of(number);
  }

  /** One line: process, first and last event, what was done, and how it ended. */
  @Override
  public String toString() {
    return transactions.stream().map(this::text).collect(Collectors.joining("; "));
  }

  private String text(Transaction transaction) {
    String micros =
        transaction.micros().stream()
            .map(
                micro -> {
                  boolean isUnknown = micro.isRead() && !transaction.isCertain();
                  Object value = isUnknown ? "?" : value(micro);
                  return (micro.isRead() ? "r" : kind.write()) + " " + micro.key() + " " + value;
                })
            .collect(Collectors.joining(", "));
    String end = transaction.isCertain() ? "" : " " + transaction.outcome();
    return "p%d@%d-%d{%s}%s"
        .formatted(transaction.process(), transaction.start(), transaction.end(), micros, end);
  }
}
