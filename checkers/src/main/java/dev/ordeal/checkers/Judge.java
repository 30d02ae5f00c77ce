package dev.ordeal.checkers;

import dev.ordeal.results.history.History;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks several checkers and gathers what they say. */
public final class Judge {
  private Judge() {}

  /**
   * Runs every checker, one after another. One that throws yields {@code unknown} with the error:
   * its failure must neither hide the others' results nor pass for a verdict.
   */
  public static Judgement judge(History history, List<Checker> checkers, Budget budget) {
    List<CheckResult> results = new ArrayList<>();
    for (Checker checker : checkers) {
      results.add(safely(checker, history, budget));
    }
    return new Judgement(results);
  }

  private static CheckResult safely(Checker checker, History history, Budget budget) {
    try {
      return checker.check(history, budget);
    } catch (BudgetExceededException spent) {
      return CheckResult.unknown(checker.name(), spent.getMessage(), Map.of());
    } catch (OutOfMemoryError spent) {
      return CheckResult.unknown(
          checker.name(),
          "the checker ran out of memory; give the JVM more (ORDEAL_JAVA_OPTS=-Xmx…)",
          Map.of());
    } catch (RuntimeException wrapped) {
      Throwable broken = origin(wrapped);
      String text =
          broken instanceof IllegalArgumentException
              ? "the history does not fit the checker: " + broken.getMessage()
              : "the checker failed: " + broken;
      return CheckResult.unknown(checker.name(), text, Map.of("error", broken.toString()));
    }
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
