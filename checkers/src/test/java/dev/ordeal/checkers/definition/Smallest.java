package dev.ordeal.checkers.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Makes an observation smaller as long as something is true of it. */
final class Smallest {
  private Smallest() {}

  /** One of which no transaction and no micro-operation can be left out. */
  static Observation of(Observation observation, Predicate<Observation> isStill) {
    for (Observation smaller : smaller(observation).toList()) {
      if (isStill.test(smaller)) {
        return of(smaller, isStill);
      }
    }
    return observation;
  }

  private static Stream<Observation> smaller(Observation observation) {
    List<Observation> found = new ArrayList<>();
    List<Transaction> all = observation.transactions();
    for (int t = 0; t < all.size(); t++) {
      List<Transaction> others = new ArrayList<>(all);
      Transaction left = others.remove(t);
      found.add(new Observation(observation.kind(), others));
      for (int at = 0; at < left.micros().size(); at++) {
        List<Micro> micros = new ArrayList<>(left.micros());
        Micro gone = micros.remove(at);
        List<Transaction> changed = new ArrayList<>(all);
        changed.set(t, left.with(micros));
        if (!micros.isEmpty()) {
          found.add(new Observation(observation.kind(), changed));
        }
        if (!gone.isRead() && observation.kind() != Kind.REGISTER && !micros.isEmpty()) {
          found.add(new Observation(observation.kind(), without(changed, gone)));
        }
      }
      if (!left.isCertain()) {
        List<Transaction> changed = new ArrayList<>(all);
        changed.set(
            t,
            new Transaction(
                left.process(),
                left.start(),
                left.end(),
                Transaction.Outcome.COMMITTED,
                left.micros().stream().filter(micro -> !micro.isRead()).toList()));
        if (!changed.get(t).micros().isEmpty()) {
          found.add(new Observation(observation.kind(), changed));
        }
      }
    }
    return found.stream();
  }

  /** The same without an element in what is read. */
  private static List<Transaction> without(List<Transaction> transactions, Micro element) {
    return transactions.stream()
        .map(
            transaction ->
                transaction.with(
                    transaction.micros().stream().map(micro -> without(micro, element)).toList()))
        .toList();
  }

  private static Micro without(Micro micro, Micro element) {
    if (!micro.isRead() || micro.key() != element.key()) {
      return micro;
    }
    List<Integer> values = new ArrayList<>(micro.values());
    values.remove(Integer.valueOf(element.value()));
    return new Micro(true, micro.key(), values);
  }
}
