package dev.ordeal.checkers.isolation.level;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.graph.Cycle;
import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.graph.Rule;
import dev.ordeal.checkers.isolation.list.ListAppend;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.WriteStatistics;
import dev.ordeal.checkers.isolation.transaction.Writers;
import dev.ordeal.checkers.made.SmallTransactions;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.MicroOps;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A cycle is found wherever there is one, by edges that exist, and is what the rule forbids. */
class ForbiddenCycleTest {
  private static final int HISTORIES = 3_000;
  private static final Budget BUDGET = Budget.of(Duration.ofMinutes(10));

  private final Map<Rule, Integer> found = new EnumMap<>(Rule.class);

  @Test
  void findsWhatComponentsSay() {
    for (long seed = 0; seed < HISTORIES; seed++) {
      History history = SmallTransactions.apart("list-append", 8, new SplittableRandom(seed));
      parts(history).forEach(part -> List.of(Rule.values()).forEach(rule -> judge(part, rule)));
    }
    assertThat(found.values()).hasSize(Rule.values().length).allMatch(count -> count > 50);
  }

  private static List<CyclicComponent> parts(History history) {
    Transactions transactions = new Transactions(history.columns());
    WriteStatistics survey = WriteStatistics.of(transactions, MicroOps.Kind.APPEND);
    Writers writers = new Writers(transactions, MicroOps.Kind.APPEND, survey);
    Findings findings = new Findings(transactions);
    ListAppend lists = new ListAppend(transactions, writers, survey, findings, BUDGET);
    Graph graph = lists.graph(BUDGET);
    boolean[] committed = new boolean[transactions.size()];
    for (int t = 0; t < committed.length; t++) {
      committed[t] = lists.isCommitted(t);
    }
    return CyclicComponent.of(transactions, graph, committed, BUDGET);
  }

  private void judge(CyclicComponent part, Rule rule) {
    for (boolean sessions : new boolean[] {false, true}) {
      Cycle cycle = search(part, rule, sessions).find();
      assertThat(cycle != null).isEqualTo(part.isCyclic(rule, sessions));
      if (cycle != null) {
        assertCycle(part, rule, sessions, cycle);
        found.merge(rule, 1, Integer::sum);
      }
    }
    if (part.contradictsTime(rule)) {
      Cycle late = search(part, rule, false).findLate(part);
      assertCycle(part, rule, false, late);
    }
  }

  private static ForbiddenCycle search(CyclicComponent part, Rule rule, boolean sessions) {
    return new ForbiddenCycle(
        part.graph, part.members, rule, sessions, part.components(rule, sessions));
  }

  private static void assertCycle(CyclicComponent part, Rule rule, boolean sessions, Cycle cycle) {
    Set<Integer> members = new HashSet<>();
    int state = Rule.SNAPSHOT;
    boolean isLate = false;
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < cycle.length(); i++) {
        int from = part.local(cycle.members()[i]);
        int to = part.local(cycle.next(i));
        int type = cycle.types()[i];
        members.add(from);
        if (type == Cycle.REALTIME) {
          assertThat(i).isEqualTo(cycle.length() - 1);
          assertThat(part.end(from)).isLessThan(part.start(to));
          isLate = true;
          state = Rule.SNAPSHOT;
        } else {
          assertThat(hasEdge(part.direct(), from, to, type)).isTrue();
          state = rule.after(state, type, sessions);
        }
        assertThat(state).isNotNegative();
      }
    }
    assertThat(members).hasSize(cycle.length());
    assertThat(isLate || sessions || ForbiddenCycle.isOf(rule, cycle)).isTrue();
  }

  private static boolean hasEdge(Graph graph, int from, int to, int type) {
    return IntStream.range(graph.first[from], graph.first[from + 1])
        .map(e -> graph.edges[e])
        .anyMatch(edge -> Graph.target(edge) == to && Graph.type(edge) == type);
  }
}
