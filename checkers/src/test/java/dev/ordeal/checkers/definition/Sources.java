package dev.ordeal.checkers.definition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whose writes reads show. Where a value was written several times there are several choices.
 *
 * <p>Only final writes of committed transactions count as sources, so that choices are free of G1a
 * (aborted reads) and G1b (intermediate reads). A transaction must read what it wrote itself before
 * (a condition on every history of Adya's), and cannot read what it writes later.
 */
final class Sources {
  private final Execution execution;
  private final Consumer<List<List<Read>>> action;
  private final List<List<Read>> chosen = new ArrayList<>();

  private Sources(Execution execution, Consumer<List<List<Read>>> action) {
    this.execution = execution;
    this.action = action;
    for (int t = 0; t < execution.size(); t++) {
      chosen.add(new ArrayList<>());
    }
  }

  /** Calls back with every choice: of each transaction its reads in order. */
  static void forEach(Execution execution, Consumer<List<List<Read>>> action) {
    new Sources(execution, action).choose(0, 0);
  }

  private void choose(int t, int at) {
    if (t == execution.size()) {
      action.accept(chosen);
      return;
    }
    Transaction transaction = execution.get(t);
    if (at == transaction.micros().size()) {
      choose(t + 1, 0);
    } else if (!transaction.isCertain() || !transaction.micros().get(at).isRead()) {
      choose(t, at + 1);
    } else {
      for (Read read : candidates(t, at)) {
        chosen.get(t).add(read);
        choose(t, at + 1);
        chosen.get(t).removeLast();
      }
    }
  }

  private List<Read> candidates(int t, int at) {
    if (execution.kind() == Kind.REGISTER) {
      return ofRegister(t, at);
    }
    return ofElements(t, at).stream().toList();
  }

  private List<Read> ofRegister(int t, int at) {
    Micro micro = execution.get(t).micros().get(at);
    List<Integer> own = execution.get(t).written(micro.key(), at);
    List<Read> found = new ArrayList<>();
    if (!own.isEmpty()) {
      if (own.getLast() == micro.value()) {
        found.add(new Read(at, micro.key(), 0, t, true));
      }
      return found;
    }
    if (micro.value() == 0) {
      found.add(new Read(at, micro.key(), 0, Read.INITIAL, false));
    }
    for (int writer = 0; writer < execution.size(); writer++) {
      List<Integer> written = execution.get(writer).written(micro.key());
      if (writer != t && !written.isEmpty() && written.getLast() == micro.value()) {
        found.add(new Read(at, micro.key(), 1 << writer, writer, false));
      }
    }
    return found;
  }

  private Optional<Read> ofElements(int t, int at) {
    Micro micro = execution.get(t).micros().get(at);
    List<Integer> own = execution.get(t).written(micro.key(), at);
    int seen = 0;
    Collection<Integer> unexplained = new HashSet<>(micro.values());
    boolean isTwice = unexplained.size() < micro.values().size();
    for (int writer = 0; writer < execution.size(); writer++) {
      List<Integer> written = writer == t ? own : execution.get(writer).written(micro.key());
      boolean isShown = writer != t && written.stream().anyMatch(micro.values()::contains);
      if ((isShown || writer == t) && !micro.values().containsAll(written)) {
        return Optional.empty();
      }
      seen |= isShown ? 1 << writer : 0;
      if (isShown || writer == t) {
        unexplained.removeAll(written);
      }
    }
    int size = micro.values().size();
    boolean ownIsLast =
        execution.kind() == Kind.SET
            || (size >= own.size() && micro.values().subList(size - own.size(), size).equals(own));
    return isTwice || !unexplained.isEmpty() || !ownIsLast
        ? Optional.empty()
        : Optional.of(new Read(at, micro.key(), seen, Read.INITIAL, !own.isEmpty()));
  }
}
