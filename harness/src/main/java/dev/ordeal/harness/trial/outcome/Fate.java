package dev.ordeal.harness.trial.outcome;

import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.KnownCalls;
import dev.ordeal.workloads.client.KnownCalls.Seen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What became of one update, beside what its client said.
 *
 * @param update the call
 * @param during the fault under way meanwhile, or from which the update's node had not recovered:
 *     none of its calls that began after the fault's end had succeeded; empty if there was none
 * @param truth what reads showed afterwards; empty if none succeeded
 * @param reads the reads that showed it, or one that showed nothing
 */
public record Fate(Operation update, String during, Optional<Seen> truth, List<Operation> reads) {
  /** The kind of error of a call that was not made, for want of a client. */
  private static final String NO_CLIENT = "no-client";

  /** Whether the update is known to have taken effect. */
  boolean hasHappened() {
    return truth.filter(seen -> seen == Seen.UPDATED || seen == Seen.REPEATED).isPresent();
  }

  /** Whether the update is known not to have taken effect. */
  boolean hasNotHappened() {
    return truth.filter(seen -> seen == Seen.ABSENT).isPresent();
  }

  /** Whether it may have been sent: what Ordeal did not send says nothing of a client. */
  boolean isSent() {
    return !(update.isFail() && isNoClient(update));
  }

  private static boolean isNoClient(Operation update) {
    return update
        .completion()
        .map(end -> end.error().equals(NO_CLIENT) || end.error().startsWith(NO_CLIENT + ":"))
        .orElse(false);
  }

  /** Whether what the client said is certainly wrong. */
  boolean isContradicted() {
    return isSent()
        && ((update.isFail() && hasHappened())
            || (update.isOk() && hasNotHappened())
            || truth.filter(seen -> seen == Seen.REPEATED || seen == Seen.OTHER).isPresent());
  }

  /** The fates of all updates of a trial's history, in the order of their calls. */
  public static List<Fate> of(History history, KnownCalls known) {
    List<Operation> operations = history.operations();
    Map<List<Value>, Long> updates = new HashMap<>();
    Map<List<Value>, Long> reads = new HashMap<>();
    for (long object = 1; object <= operations.size(); object++) {
      updates.put(identity(known.update(object)), object);
      reads.put(identity(known.read(object)), object);
    }
    Map<Long, List<Operation>> readsOf = new HashMap<>();
    for (Operation operation : operations) {
      Long object = reads.get(identity(operation));
      if (object != null && operation.isOk()) {
        readsOf.computeIfAbsent(object, o -> new ArrayList<>()).add(operation);
      }
    }
    List<Struck> faults = faults(history);
    Map<String, NavigableMap<Long, Long>> served = served(operations);
    List<Fate> fates = new ArrayList<>();
    for (Operation operation : operations) {
      Long object = updates.get(identity(operation));
      if (object != null) {
        fates.add(
            of(
                operation,
                object,
                readsOf.getOrDefault(object, List.of()),
                during(operation, faults, served),
                known));
      }
    }
    return fates;
  }

  private static Fate of(
      Operation update, long object, List<Operation> reads, String during, KnownCalls known) {
    Optional<Seen> truth = Optional.empty();
    List<Operation> shown = List.of();
    for (Operation read : reads) {
      Seen seen = known.seen(object, read.result());
      // The reads of slow or cut off nodes may show less; what one of them shows did happen.
      if (truth.isEmpty() || seen.compareTo(truth.get()) > 0) {
        truth = Optional.of(seen);
        shown = List.of(read);
      }
    }
    return new Fate(update, during, truth, shown);
  }

  /** The successful calls of each node's clients: when each began, and when it was answered. */
  private static Map<String, NavigableMap<Long, Long>> served(List<Operation> operations) {
    Map<String, NavigableMap<Long, Long>> served = new HashMap<>();
    for (Operation operation : operations) {
      if (operation.isOk()) {
        served
            .computeIfAbsent(operation.node(), node -> new TreeMap<>())
            .merge(operation.start(), operation.end(), Math::min);
      }
    }
    return served;
  }

  /**
   * A fault in a history.
   *
   * @param begun when its injection began: a node may be down long before that is over
   */
  private record Struck(FaultWindow fault, long begun) {
    private boolean isUnderWay(Operation update) {
      long from = update.isOk() ? fault.start() : begun;
      return from <= update.end() && fault.end() >= update.start();
    }
  }

  private static List<Struck> faults(History history) {
    return FaultWindow.of(history).stream()
        .map(
            fault ->
                new Struck(
                    fault,
                    FaultPhases.begun(history, fault, FaultWindow.INJECT).orElse(fault.start())))
        .toList();
  }

  /** The kind of the first fault that an update overlaps; else of the last, if it is not over. */
  private static String during(
      Operation update, List<Struck> faults, Map<String, NavigableMap<Long, Long>> served) {
    Optional<FaultWindow> underWay =
        faults.stream().filter(one -> one.isUnderWay(update)).map(Struck::fault).findFirst();
    return underWay
        .or(
            () ->
                faults.stream()
                    .map(Struck::fault)
                    .filter(fault -> fault.end() < update.start() && !update.isOk())
                    .max(Comparator.comparingLong(FaultWindow::end))
                    .filter(fault -> !hasRecovered(update, fault, served)))
        .map(FaultWindow::kind)
        .orElse("");
  }

  /** Whether a call to the update's node that began after the fault was answered before it. */
  private static boolean hasRecovered(
      Operation update, FaultWindow fault, Map<String, NavigableMap<Long, Long>> served) {
    return served
        .getOrDefault(update.node(), new TreeMap<>())
        .subMap(fault.end(), false, update.start(), false)
        .values()
        .stream()
        .anyMatch(end -> end < update.start());
  }

  private static List<Value> identity(Call call) {
    return List.of(Value.of(call.function()), call.key(), call.argument());
  }

  private static List<Value> identity(Operation operation) {
    return List.of(Value.of(operation.function()), operation.key(), operation.argument());
  }
}
