package dev.ordeal.checkers.isolation.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.isolation.explanation.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One question, decided part by part where all at once takes too long. */
@Timeout(60)
class DividedSearchTest {
  private static final int SIZE = 400;
  private static final int[] ALL = IntStream.range(0, SIZE).toArray();
  private static final List<int[]> HALVES =
      List.of(IntStream.range(0, 200).toArray(), IntStream.range(200, SIZE).toArray());

  private final List<Integer> asked = new ArrayList<>();

  private static boolean has(int[] members, int member) {
    return IntStream.of(members).anyMatch(m -> m == member);
  }

  /** A question that is too hard for some, refuted by others, and else answered. */
  private DividedSearch search(
      Predicate<int[]> isHard, Predicate<int[]> isRefuted, boolean isLocal, boolean isOfTimes) {
    return search(isHard, isRefuted, isLocal, isOfTimes, HALVES);
  }

  private DividedSearch search(
      Predicate<int[]> isHard,
      Predicate<int[]> isRefuted,
      boolean isLocal,
      boolean isOfTimes,
      List<int[]> components) {
    return new DividedSearch(
        (members, turn) -> {
          asked.add(members.length);
          if (isHard.test(members)) {
            while (!turn.isOutOfTime()) {
              Thread.onSpinWait();
            }
            return Answer.GAVE_UP;
          }
          return isRefuted.test(members) ? Answer.IMPOSSIBLE : Answer.POSSIBLE;
        },
        ALL,
        isLocal,
        isOfTimes,
        () -> components,
        Division.USUAL);
  }

  private static Answer taken(DividedSearch search) {
    return search.take(Budget.of(Duration.ofMillis(400)));
  }

  /** After as many turns as it needs, on however slow a machine. */
  private static Answer found(DividedSearch search) {
    Budget budget = Budget.of(Duration.ofSeconds(20));
    Turns.take(List.of(task(search)), SIZE, () -> budget);
    return search.answer();
  }

  @Test
  void whatIsEasyIsDecidedAtOnce() {
    assertThat(taken(search(m -> false, m -> false, true, true))).isEqualTo(Answer.POSSIBLE);
    assertThat(taken(search(m -> false, m -> true, true, true))).isEqualTo(Answer.IMPOSSIBLE);
    assertThat(asked).containsExactly(SIZE, SIZE);
  }

  @Test
  void aHardPartDoesNotHideThatAnotherIsRefuted() {
    assertThat(found(search(m -> has(m, 3), m -> has(m, 300), true, false)))
        .isEqualTo(Answer.IMPOSSIBLE);
    assertThat(found(search(m -> has(m, 300), m -> has(m, 3), false, false)))
        .isEqualTo(Answer.IMPOSSIBLE);
  }

  @Test
  void allPartsTogetherAreTheWholeWhereThatIsLocal() {
    assertThat(found(search(m -> m.length == SIZE, m -> false, true, true)))
        .isEqualTo(Answer.POSSIBLE);
  }

  @Test
  void aPartThatIsNotDecidedLeavesAllOpen() {
    assertThat(taken(search(m -> m.length == SIZE || has(m, 3), m -> false, true, false)))
        .isEqualTo(Answer.GAVE_UP);
    assertThat(asked).contains(200);
  }

  @Test
  void allPartsTogetherAreNotTheWholeWhereSessionsCount() {
    assertThat(taken(search(m -> m.length == SIZE, m -> false, false, true)))
        .isEqualTo(Answer.GAVE_UP);
  }

  @Test
  void partsOfOneTimeRefuteWhereAllShareKeys() {
    DividedSearch search =
        search(m -> has(m, 20), m -> has(m, 199) && has(m, 201), true, true, List.of(ALL));
    assertThat(found(search)).isEqualTo(Answer.IMPOSSIBLE);
  }

  @Test
  void partsOfOneTimeProveNothing() {
    assertThat(taken(search(m -> m.length == SIZE, m -> false, true, true, List.of(ALL))))
        .isEqualTo(Answer.GAVE_UP);
  }

  @Test
  void partsOfOneTimeAreNotAskedAboutWhereTheyMayNot() {
    DividedSearch search =
        search(m -> m.length == SIZE, m -> m.length < SIZE, true, false, List.of(ALL));
    assertThat(taken(search)).isEqualTo(Answer.GAVE_UP);
    assertThat(asked).containsExactly(SIZE);
  }

  @Test
  void oneThatRunsOutOfMemoryLeavesTheOthers() {
    DividedSearch search =
        new DividedSearch(
            (members, turn) -> {
              if (has(members, 3)) {
                throw new OutOfMemoryError("made up");
              }
              return Answer.IMPOSSIBLE;
            },
            ALL,
            true,
            false,
            () -> HALVES,
            Division.USUAL);
    assertThat(taken(search)).isEqualTo(Answer.IMPOSSIBLE);
    assertThat(search.isOutOfMemory()).isTrue();
  }

  @Test
  void whereMoreTimeIsOfNoUseItIsSettled() {
    DividedSearch search =
        new DividedSearch(
            (members, turn) -> Answer.GAVE_UP, ALL, true, true, () -> List.of(ALL), Division.USUAL);
    assertThat(taken(search)).isEqualTo(Answer.GAVE_UP);
    assertThat(search.isSettled()).isTrue();
  }

  @Test
  void turnsEndWithTheBudgetWhateverIsHard() {
    DividedSearch search = search(m -> true, m -> false, true, true);
    Budget budget = Budget.of(Duration.ofMillis(300));
    Turns.take(List.of(task(search)), SIZE, () -> budget);
    assertThat(search.answer()).isEqualTo(Answer.GAVE_UP);
    assertThat(search.isSettled()).isFalse();
  }

  @Test
  void aHardQuestionDoesNotStarveAnother() {
    DividedSearch hard = search(m -> true, m -> false, false, false);
    DividedSearch easy = search(m -> false, m -> true, false, false);
    Budget budget = Budget.of(Duration.ofSeconds(2));
    Turns.take(List.of(task(hard), task(easy)), SIZE, () -> budget);
    assertThat(easy.answer()).isEqualTo(Answer.IMPOSSIBLE);
  }

  private static Turns.Task task(DividedSearch search) {
    return new Turns.Task() {
      @Override
      public boolean isSettled() {
        return search.isSettled();
      }

      @Override
      public void take(Budget turn) {
        search.take(turn);
      }
    };
  }
}
