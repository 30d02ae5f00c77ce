package dev.ordeal.checkers;

import dev.ordeal.results.history.History;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.results.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks several checkers and gathers what they say. */
public final class Judge {
  /** A fact that a result has if the history does not fit the checker or its model. */
  public static final String MISFIT = "misfit";

  /** A fact that a result has if its checker was still running when its time was over. */
  public static final String NOT_ENDED = "not-ended";

  /** How many times as long as its first share the second must be for a checker to run again. */
  private static final double LONGER = 1.5;

  private Judge() {}

  /**
   * Runs every checker, one after another. One that throws yields {@code unknown} with the error:
   * its failure must neither hide the others' results nor pass for a verdict.
   *
   * <p>No checker starves another: quick ones ({@link Checker#isQuick}) are run first, the others
   * get equal shares of the time, and what some of those leave goes to those whose share was too
   * short, which are run again.
   *
   * @return the results, in the order of the checkers
   */
  public static Judgement judge(History history, List<Checker> checkers, Budget budget) {
    CheckResult[] results = new CheckResult[checkers.size()];
    List<Integer> slow = new ArrayList<>();
    for (int i = 0; i < results.length; i++) {
      if (checkers.get(i).isQuick()) {
        results[i] = safely(checkers.get(i), history, budget);
      } else {
        slow.add(i);
      }
    }
    long[] shares = new long[results.length];
    List<Integer> cutOff = new ArrayList<>();
    for (int place = 0; place < slow.size(); place++) {
      int i = slow.get(place);
      Budget share = budget.share(slow.size() - place);
      shares[i] = share.nanosLeft();
      results[i] = safely(checkers.get(i), history, share);
      if (isCutOff(results[i], share)) {
        cutOff.add(i);
      }
    }
    for (int place = 0; place < cutOff.size(); place++) {
      int i = cutOff.get(place);
      Budget share = budget.share(cutOff.size() - place);
      if (share.nanosLeft() > LONGER * shares[i]) {
        results[i] = safely(checkers.get(i), history, share);
      }
    }
    return new Judgement(List.of(results));
  }

  /** Whether more time might have given an answer. */
  private static boolean isCutOff(CheckResult result, Budget share) {
    return result.verdict() == Verdict.UNKNOWN
        && share.isOutOfTime()
        && !result.facts().containsKey(NOT_ENDED);
  }

  private static CheckResult safely(Checker checker, History history, Budget budget) {
    try {
      CheckResult result = checker.check(history, budget);
      return result.verdict() == Verdict.VALID ? tested(checker, history, result) : result;
    } catch (BudgetExceededException spent) {
      return CheckResult.unknown(checker.name(), spent.getMessage(), Map.of());
    } catch (OutOfMemoryError spent) {
      return CheckResult.unknown(
          checker.name(),
          "the checker ran out of memory; give the JVM more (ORDEAL_JAVA_OPTS=-Xmx…)",
          Map.of());
    } catch (RuntimeException wrapped) {
      Throwable broken = origin(wrapped);
      return broken instanceof IllegalArgumentException
          ? CheckResult.unknown(
              checker.name(),
              "the history does not fit the checker: " + broken.getMessage(),
              new TreeMap<>(Map.of("error", broken.toString(), MISFIT, true)))
          : failed(checker, broken);
    } catch (StackOverflowError | LinkageError | AssertionError broken) {
      // Of a missing class, an assertion or an endless recursion, most likely in a user's class.
      return failed(checker, broken);
    }
  }

  private static CheckResult failed(Checker checker, Throwable broken) {
    String text = "the checker failed: " + broken + place(broken);
    return CheckResult.unknown(checker.name(), text, Map.of("error", broken.toString()));
  }

  /** Where something was thrown, as " at Class.method(File.java:12)". */
  private static String place(Throwable thrown) {
    StackTraceElement[] stack = thrown.getStackTrace();
    return stack.length == 0 ? "" : " at " + stack[0];
  }

  /** The result, unless the history does not show what the checker needs to have seen. */
  private static CheckResult tested(Checker checker, History history, CheckResult valid) {
    // What objects are said to have held at first was not observed.
    History seen = history.withoutAssumed();
    return checker.needs().stream()
        .flatMap(need -> need.missing(seen).stream())
        .findFirst()
        .map(missing -> CheckResult.unknown(checker.name(), missing, valid.facts()))
        .map(unknown -> unknown.withWarnings(valid.warnings()))
        .orElse(valid);
  }

  /** What was thrown first: work that is shared among threads wraps it, in its own class. */
  private static Throwable origin(RuntimeException thrown) {
    Throwable origin = thrown;
    while (origin.getCause() != null && origin.getCause().getClass() == origin.getClass()) {
      origin = origin.getCause();
    }
    return origin;
  }
}
