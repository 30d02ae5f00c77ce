package dev.ordeal.results.verdict;

import java.util.List;
import java.util.Optional;

/**
 * A kind of anomaly that Ordeal's checkers know by name.
 *
 * @param name as in verdicts and reports, without {@code -process} and {@code -realtime}
 * @param meaning what happened, one line for people
 */
public record AnomalyKind(String name, String meaning) {
  /** The gravest first: those that rule out the weakest promises. */
  public static final List<AnomalyKind> ALL =
      List.of(
          of("duplicate-elements", "an element was read twice, though it was added once"),
          of("cyclic-versions", "what was read of an object gives its versions no order"),
          of(
              "incompatible-order",
              "of two reads of a list neither shows a beginning of what the other shows"),
          of(
              "phantom-read",
              "a register was read to hold what nobody wrote; no phantom of predicates"),
          of("garbage-read", "a value was read, or polled, that nobody wrote"),
          of("unexpected-element", "an element was read or removed that nobody added"),
          of("unexpected-value", "a call returned what no order of the calls before can explain"),
          of("impossible-number", "no order and no choice of the open calls gives this number"),
          of("duplicate-id", "the same id was generated twice"),
          of("duplicate-number", "two calls got the same number"),
          of("duplicate-offset", "one offset of a log holds two messages"),
          of("duplicate-value", "one message is at two offsets of a log"),
          of("double-grant", "more clients hold a lock or a permit than may"),
          of("token-not-greater", "a lock's fencing token is not greater than one before it"),
          of("release-without-acquire", "a lock was released by a client that did not hold it"),
          of("wrong-total", "the accounts of a bank do not hold together what they did"),
          of("negative-balance", "an account holds less than nothing"),
          of("wrong-sum", "a counter's last value is not the sum of what was added"),
          of("G0", "dirty write: the writes of two transactions are interleaved"),
          of("conflicting-writes", "neither order of two transactions' writes fits what was read"),
          of("aborted-write", "a value is there whose write was refused"),
          of("aborted-read", "a message was polled whose send had failed"),
          of("dirty-update", "a committed write is based on an aborted one"),
          of("G1a", "aborted read: a value was read whose transaction was aborted"),
          of(
              "dirty-read",
              "a register was read to hold what a failed call wrote; of transactions G1a"),
          of("G1b", "intermediate read: a value that its own transaction replaced was read"),
          of("G1c", "circular information flow: writes and reads lead in a circle"),
          of(
              "future-read",
              "a read returned what was written only after it, by others or by itself"),
          of("internal", "a read contradicts what its own transaction read or wrote before"),
          of("not-own-write", "a client did not read what it had written before itself"),
          of("lost-write", "a write was acknowledged, and is not there"),
          of("acknowledged-but-lost", "an update was acknowledged and did not take effect"),
          of("lost-element", "an element was added for certain, and is not there"),
          of("lost-update", "two read the same version, and both replaced it"),
          of("resurrected-element", "an element that was removed is there again"),
          of("duplicated-element", "an element was returned twice, though it was added once"),
          of("failed-but-happened", "an update was said to have failed, and took effect"),
          of("repeated-update", "an update was sent once and took effect twice"),
          of("false-empty", "something was said to be empty that was not"),
          of("out-of-order", "elements left, or stand, in an order in which they did not come"),
          of("priority-inversion", "an element was removed while a smaller one was there"),
          of("internal-nonmonotonic", "the offsets within a poll do not grow"),
          of("external-nonmonotonic", "a poll begins before the offset that it was asked for"),
          of("internal-skip", "a poll leaves out an offset that another one showed"),
          of("external-skip", "a poll begins behind an offset that another one showed"),
          of("skipped-number", "a number is missing between those that calls got"),
          of("number-went-back", "a later call got a smaller number"),
          of("fractured-read", "a part of another transaction was seen, and another part not"),
          of("causal-violation", "a read contradicts what its transaction must have known"),
          of("non-monotonic-read", "a later read shows less than an earlier one"),
          of("divergence", "nodes did not come to agree, though nothing was written any more"),
          of("G-single-item", "read skew: partly from before, partly from after another one"),
          of("blind-overwrite", "transactions that wrote one object each missed another's write"),
          of("G-nonadjacent-item", "long fork: which of others came first is seen differently"),
          of("non-prefix", "no order of all commits has each snapshot as its beginning"),
          of("G-SI", "no order of snapshots and commits explains what was read"),
          of("G2-item", "write skew: each read what another was about to change"),
          of("non-serializable", "no order of the transactions explains what they read"),
          of("incomparable-reads", "of two reads, each lacks an element that the other has"),
          of("stale-read", "a read returned what had been replaced before it began"),
          of("non-sequential", "no order that keeps each client's own explains what was read"),
          of("non-strict-serializable", "no order that keeps real time explains what was read"),
          of("non-linearizable", "no order that keeps real time explains the calls"),
          of("broken-contract", "a single client, without faults, was answered wrongly"),
          of("node-crashed", "a node ended, and no fault explains it"),
          of("logged-panic", "a node's log tells of a crash, an assertion or damage"),
          of("log-pattern", "a node's log has a line that was asked for"),
          of("not-recovered", "the cluster did not serve clients again after the faults"),
          of("not-available", "fewer calls were served than was asked for"),
          of("aborted", "the run was broken off: faults went further than was allowed"));

  private static AnomalyKind of(String name, String meaning) {
    return new AnomalyKind(name, meaning);
  }

  /**
   * The kind of an anomaly.
   *
   * @param name as an anomaly has it, perhaps with {@code -process} or {@code -realtime}
   * @return empty if it is none that Ordeal's own checkers find
   */
  public static Optional<AnomalyKind> named(String name) {
    String plain = Gravity.plain(name);
    return ALL.stream().filter(kind -> kind.name().equals(plain)).findFirst();
  }
}
