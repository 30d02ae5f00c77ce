package dev.ordeal.harness.trial;

import dev.ordeal.harness.trial.Finding.Grade;
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
 * <p>The effect is read through another node, overwritten where that is possible, and read again
 * after the client has returned: an update that shows after it was overwritten was sent twice.
 */
final class LostAnswerCheck implements ContractCheck {
  private static final int PASSED_MAX = 3;
  private static final String AGAIN = "no update is sent again by itself";

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
        if (found.stream().noneMatch(finding -> finding.grade() == Grade.UNKNOWN)) {
          break;
        }
      }
      found.forEach(tried::found);
    }
  }

  /**
   * Tries one update.
   *
   * @param passed how many answers reach the client before the one that is lost
   */
  private List<Finding> run(Tried tried, long object, Update update, int passed) throws Exception {
    try (TrialClient writer = tried.open(tried.pair().getFirst());
        TrialClient reader = tried.open(tried.pair().getLast())) {
      if (!tried.succeeds(writer, tried.known().read(object))
          || !tried.succeeds(reader, tried.known().read(object))
          || (update.before().isPresent() && !tried.succeeds(writer, update.before().get()))) {
        return List.of(Finding.unknown(name(), "a call did not succeed although nothing failed"));
      }
      if (!writer.isTapUsed()) {
        return List.of(Finding.unknown(name(), Tried.OTHER_ADDRESS));
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
    boolean hasHappened = effect.filter(seen -> seen != Seen.ABSENT).isPresent();
    Optional<Call> overwrite = hasHappened ? tried.known().overwrite(object) : Optional.empty();
    boolean isOverwritten = overwrite.isPresent() && tried.succeeds(reader, overwrite.get());
    writer.tap().findAnswers();
    Outcome said = pending.await();
    boolean saidWithoutAnswer =
        said instanceof Outcome.Ok && passed == 0 && writer.tap().answered() == answered;
    Finding first = finding(outcome, said, hasHappened, saidWithoutAnswer);
    if (!hasHappened) {
      return List.of(
          first,
          first.grade() == Grade.WRONG
              ? Finding.note(again, "not tried: the update had no effect", "")
              : Finding.unknown(again, "the effect of the update was not seen within 1.5 s"));
    }
    Seen wanted = isOverwritten ? Seen.UPDATED : Seen.REPEATED;
    Optional<Seen> last = tried.await(reader, object, wanted::equals);
    return List.of(first, again(again, last, wanted, isOverwritten || overwrite.isEmpty()));
  }

  private static Finding finding(
      String check, Outcome said, boolean hasHappened, boolean saidWithoutAnswer) {
    if (saidWithoutAnswer) {
      return Finding.wrong(
          check,
          "the client reported success although no answer reached it",
          "wait for the node's answer; an update without an answer is not a success");
    }
    if (said instanceof Outcome.Fail && hasHappened) {
      return Finding.wrong(
          check,
          "the client said %s, but the update took effect".formatted(Said.of(said)),
          "throw DefiniteFailure only where the node refused the call; let all else pass");
    }
    return Finding.ok(check);
  }

  private static Finding again(String check, Optional<Seen> last, Seen wanted, boolean canShow) {
    if (last.isEmpty() || !canShow) {
      return Finding.unknown(check, "the object could not be read or written by another client");
    }
    return last.get() == wanted
        ? Finding.wrong(
            check,
            "one call took effect twice",
            "switch off retries of updates in the client's library")
        : Finding.ok(check);
  }
}
