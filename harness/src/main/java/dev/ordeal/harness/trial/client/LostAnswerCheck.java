package dev.ordeal.harness.trial.client;

import dev.ordeal.harness.trial.finding.Finding;
import dev.ordeal.harness.trial.finding.Finding.Grade;
import dev.ordeal.harness.trial.finding.Remedies;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.KnownCalls.Seen;
import dev.ordeal.workloads.client.KnownCalls.Update;
import dev.ordeal.workloads.client.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * Loses the answer to an update that took effect, and sees what the client says of it, and whether
 * it sends the update again.
 *
 * <p>The effect is read by another client, overwritten where that is possible, and read again after
 * the client has returned: an update that shows after the overwriting was seen, and goes on to
 * show, was sent twice. A single read may be stale.
 */
final class LostAnswerCheck implements ContractCheck {
  private static final int PASSED_MAX = 3;
  private static final String AGAIN = "no update is sent again by itself";
  private static final String LATE =
      "see whether the node works on a request whose answer cannot be sent, and whether reads of"
          + " another client show what was done; try once more";
  private static final String NO_EFFECT = "the effect of the update was not seen within 1.5 s";

  @Override
  public String name() {
    return "a lost answer leaves the outcome unknown";
  }

  @Override
  public void run(Tried tried) throws Exception {
    for (int i = 0; i < tried.known().updates(0).size(); i++) {
      List<Finding> found = List.of();
      // An update may take several requests; then the answer to the last is to be lost.
      for (int passed = 0; passed <= PASSED_MAX; passed++) {
        long object = tried.freshObject();
        Update update = tried.known().updates(object).get(i);
        found = run(tried, object, update, passed);
        if (found.getFirst().grade() != Grade.UNKNOWN || hasWrong(found)) {
          break;
        }
      }
      found.forEach(tried::found);
    }
  }

  private static boolean hasWrong(List<Finding> found) {
    return found.stream().anyMatch(finding -> finding.grade() == Grade.WRONG);
  }

  /**
   * Tries one update.
   *
   * @param passed how many answers reach the client before the one that is lost
   */
  private List<Finding> run(Tried tried, long object, Update update, int passed) throws Exception {
    try (TrialClient writer = tried.open(tried.node());
        TrialClient reader = tried.open(tried.node())) {
      if (!tried.succeeds(writer, tried.known().read(object))
          || !tried.succeeds(reader, tried.known().read(object))
          || (update.before().isPresent() && !tried.succeeds(writer, update.before().get()))) {
        return List.of(
            Finding.unknown(
                name(), "a call did not succeed although nothing failed", Remedies.SERVE));
      }
      if (!writer.isTapUsed()) {
        return List.of(Finding.unknown(name(), Remedies.OTHER_ADDRESS, Remedies.ADDRESS));
      }
      return judged(tried, object, update, passed, writer, reader);
    }
  }

  private List<Finding> judged(
      Tried tried, long object, Update update, int passed, TrialClient writer, TrialClient reader)
      throws Exception {
    String outcome = name() + " (" + update.name() + ")";
    String again = AGAIN + " (" + update.name() + ")";
    TrialClient.Pending pending;
    writer.tap().slowRequests();
    long answered = writer.tap().answered();
    if (passed == 0) {
      writer.tap().loseAnswers();
      pending = writer.start(update.call());
    } else {
      writer.tap().slowAnswers();
      pending = writer.start(update.call());
      if (writer.tap().awaitAnswers(passed, answered)) {
        answered = writer.tap().answered();
      }
      writer.tap().loseAnswers();
    }
    Optional<Seen> effect = tried.await(reader, object, seen -> seen != Seen.ABSENT);
    boolean hasHappened = effect.filter(LostAnswerCheck::isEffect).isPresent();
    long sent = writer.tap().sent();
    boolean isOverwritten = hasHappened && isOverwritten(tried, reader, object);
    boolean isEarly = pending.outcome().isDone();
    writer.tap().findAnswers();
    Outcome said = pending.await();
    boolean hasReturned = pending.outcome().isDone();
    boolean isAnswered = passed > 0 || writer.tap().hasAnsweredSince(answered);
    Finding first = finding(outcome, said, hasHappened, isEarly, isAnswered);
    if (!hasHappened) {
      return List.of(
          first,
          first.grade() == Grade.WRONG
              ? Finding.note(
                  again, "not tried: the update had no effect", "mend what is wrong above first")
              : Finding.unknown(again, NO_EFFECT, LATE));
    }
    Finding second = again(tried, again, reader, object, isOverwritten);
    if (second.grade() == Grade.WRONG && !writer.tap().hasSentSince(sent)) {
      return List.of(
          first,
          Finding.wrong(
              again,
              (isOverwritten
                      ? "an update showed again after it was overwritten"
                      : "one call took effect twice")
                  + ", though its client sent nothing after the first effect",
              "switch off retries of updates inside the database, or in the client's library"));
    }
    return List.of(
        first,
        second.grade() == Grade.OK && !hasReturned
            ? Finding.unknown(
                again,
                "the client had not returned, and may send the update later",
                "let a call end with an error once its connection is closed, or after a time limit"
                    + " below %d s".formatted(TrialClient.LIMIT.toSeconds()))
            : second);
  }

  private static boolean isEffect(Seen seen) {
    return seen == Seen.UPDATED || seen == Seen.REPEATED;
  }

  /** Overwrites the object where the contract can, and waits until that shows. */
  private static boolean isOverwritten(Tried tried, TrialClient reader, long object)
      throws InterruptedException {
    Optional<Call> overwrite = tried.known().overwrite(object);
    return overwrite.isPresent()
        && tried.succeeds(reader, overwrite.get())
        && tried
            .await(reader, object, seen -> !isEffect(seen))
            .filter(seen -> !isEffect(seen))
            .isPresent();
  }

  private static Finding finding(
      String check, Outcome said, boolean hasHappened, boolean isEarly, boolean isAnswered) {
    if (said instanceof Outcome.Ok && !isAnswered) {
      return Finding.wrong(
          check,
          "the client reported success although no answer reached it from its address",
          "wait for the node's answer; an update without an answer is no success");
    }
    if (said instanceof Outcome.Fail && hasHappened) {
      return Finding.wrong(
          check,
          "the client said %s, but the update took effect".formatted(Said.of(said)),
          "say that a call failed only if the node refused this very request; after an error"
              + " neither say so nor send the update again");
    }
    if (!hasHappened) {
      return Finding.unknown(check, NO_EFFECT, LATE);
    }
    return said instanceof Outcome.Ok && isEarly
        ? Finding.unknown(
            check, "the client had its answer before one could be lost", Remedies.AGAIN)
        : Finding.ok(check);
  }

  /** Whether the update took effect once more after the client's connection was closed. */
  private static Finding again(
      Tried tried, String check, TrialClient reader, long object, boolean isOverwritten)
      throws InterruptedException {
    if (!tried.known().showsRepeats()) {
      return Finding.note(
          check,
          "not tried: no read shows whether it was",
          "see that the client's library does not retry updates by itself");
    }
    if (!isOverwritten && tried.known().overwrite(object).isPresent()) {
      return Finding.unknown(
          check, "the object could not be overwritten by another client", Remedies.SERVE);
    }
    Seen wanted = isOverwritten ? Seen.UPDATED : Seen.REPEATED;
    Optional<Seen> last = tried.await(reader, object, wanted::equals);
    if (last.isEmpty()) {
      return Finding.unknown(
          check, "the object could not be read by another client", Remedies.SERVE);
    }
    if (last.get() != wanted) {
      return Finding.ok(check);
    }
    // Where reads may be stale, the update shows for a while although it was overwritten for good.
    Optional<Seen> settled = tried.await(reader, object, seen -> seen != wanted);
    return settled.equals(last)
        ? Finding.wrong(
            check,
            "one call took effect twice",
            "switch off retries of updates in the client's library")
        : Finding.unknown(check, "reads of the object disagree: some are stale", Remedies.WEAKER);
  }
}
