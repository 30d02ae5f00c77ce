package dev.ordeal.results.report;

import io.jstach.jstache.JStache;
import io.jstach.jstache.JStacheConfig;
import io.jstach.jstache.JStacheType;
import java.util.List;

/** What {@code report.mustache} shows; the template is checked against it when it is compiled. */
@JStacheConfig(type = JStacheType.STACHE)
@JStache(path = "dev/ordeal/results/report/report.mustache")
record ReportPage(
    String title,
    String verdict,
    String verdictClass,
    String reason,
    String headline,
    String subtitle,
    String reproduce,
    List<Row> cards,
    List<AnomalyView> anomalies,
    String folded,
    String counts,
    String holds,
    List<CheckerView> checkers,
    String sampling,
    boolean hasTimes,
    boolean hasLeaderRows,
    boolean hasOffsets,
    List<FunctionView> functions,
    List<Row> errors,
    List<FaultView> faults,
    List<String> skippedFaults,
    List<NodeEventView> nodeEvents,
    String leaders,
    List<Row> options,
    String data,
    String css,
    String js,
    String drawingsJs,
    String filtersJs,
    String uplotCss,
    String uplotJs) {

  boolean hasHeadline() {
    return !headline.isEmpty();
  }

  boolean hasAnomalies() {
    return !anomalies.isEmpty();
  }

  boolean hasCounts() {
    return !counts.isEmpty();
  }

  boolean hasHolds() {
    return !holds.isEmpty();
  }

  boolean hasErrors() {
    return !errors.isEmpty();
  }

  boolean hasFaults() {
    return !faults.isEmpty();
  }

  boolean hasSkippedFaults() {
    return !skippedFaults.isEmpty();
  }

  boolean hasNodes() {
    return !nodeEvents.isEmpty() || !leaders.isEmpty();
  }

  boolean hasNodeEvents() {
    return !nodeEvents.isEmpty();
  }

  boolean hasLeaders() {
    return !leaders.isEmpty();
  }

  record Row(String label, String value) {}

  record AnomalyView(
      String name,
      String meaning,
      String where,
      String explanation,
      String cycle,
      List<StepView> steps,
      String timeline,
      List<WitnessView> witness) {
    boolean hasMeaning() {
      return !meaning.isEmpty();
    }

    boolean hasSteps() {
      return !steps.isEmpty();
    }

    boolean hasWitness() {
      return !witness.isEmpty();
    }
  }

  record StepView(String because, String from, String to) {}

  /** An operation of a witness; {@code index} is its invocation's. */
  record WitnessView(long index, String what, String start, String end) {}

  record CheckerView(String name, String verdict, String reason) {}

  record FunctionView(
      String name, long ok, long fail, long info, String p50, String p95, String p99, String max) {}

  /** Something that happened to a node by itself; the lines are the end of its log. */
  record NodeEventView(String at, String node, String what, String lines) {}

  record FaultView(String start, String end, String what, String recovery) {}
}
