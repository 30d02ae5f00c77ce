package dev.ordeal.checkers.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.model.persistent.PersistentList;
import dev.ordeal.checkers.model.persistent.PersistentMultiset;
import dev.ordeal.checkers.model.persistent.PersistentStack;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The states that share what they have in common, against lists of the standard library. */
class StatesTest {
  private static final int STEPS = 2_000;

  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void aBagIsASortedListThatMayBeGoneOnFromAnywhere() {
    List<PersistentMultiset<Integer>> bags =
        new ArrayList<>(List.of(PersistentMultiset.empty(Comparator.<Integer>naturalOrder())));
    List<List<Integer>> lists = new ArrayList<>(List.of(List.of()));
    for (int i = 0; i < STEPS; i++) {
      int from = fromALateOne(bags.size());
      int element = random.nextInt(20);
      List<Integer> list = new ArrayList<>(lists.get(from));
      PersistentMultiset<Integer> bag = bags.get(from);
      if (random.nextInt(3) == 0) {
        list.remove((Object) element);
        bags.add(bag.minus(element));
      } else {
        list.add(element);
        list.sort(null);
        bags.add(bag.plus(element));
      }
      lists.add(list);
      assertThat(bags.getLast()).containsExactlyElementsOf(list).hasToString(inBraces(list));
      assertThat(bags.getLast().size()).isEqualTo(list.size());
      assertThat(bags.getLast().least()).isEqualTo(list.stream().findFirst());
      assertThat(bags.getLast().contains(element)).isEqualTo(list.contains(element));
    }
    areEqualAsThoseAre(bags, lists);
  }

  @Test
  void aLineIsAListThatMayBeGoneOnFromAnywhere() {
    isAList(
        new PersistentList<Integer>(), PersistentList::plus, PersistentList::rest, List::addLast);
  }

  @Test
  void aPileIsAListThatMayBeGoneOnFromAnywhere() {
    isAList(
        PersistentStack.<Integer>empty(),
        PersistentStack::plus,
        PersistentStack::rest,
        List::addFirst);
    PersistentStack<Integer> two = PersistentStack.<Integer>empty().plus(1).plus(2);
    assertThat(two.top()).contains(2);
    assertThat(two.rest().rest().top()).isEmpty();
  }

  /** Printed as lists are, and so compared. */
  private <S> void isAList(
      S empty,
      BiFunction<S, Integer, S> plus,
      UnaryOperator<S> rest,
      BiConsumer<List<Integer>, Integer> added) {
    List<S> states = new ArrayList<>(List.of(empty));
    List<List<Integer>> lists = new ArrayList<>(List.of(List.of()));
    for (int i = 0; i < STEPS; i++) {
      int from = fromALateOne(states.size());
      List<Integer> list = new ArrayList<>(lists.get(from));
      if (random.nextBoolean()) {
        states.add(rest.apply(states.get(from)));
        list = list.isEmpty() ? list : list.subList(1, list.size());
      } else {
        int element = random.nextInt(3);
        states.add(plus.apply(states.get(from), element));
        added.accept(list, element);
      }
      lists.add(list);
      assertThat(states.getLast()).hasToString(list.toString());
    }
    areEqualAsThoseAre(states, lists);
  }

  @Test
  void aPileMayBeHigherThanTheStackOfAThread() {
    PersistentStack<Integer> one = PersistentStack.empty();
    PersistentStack<Integer> other = PersistentStack.empty();
    for (int i = 0; i < 1_000_000; i++) {
      one = one.plus(i);
      other = other.plus(i);
    }
    assertThat(one.equals(other)).isTrue();
  }

  @Test
  void theOrderOfValuesAgreesWithTheirEquality() {
    List<Value> values = new ArrayList<>();
    for (Value small :
        List.of(Value.NIL, Value.of(true), Value.of(1), new Value.Real(1), Value.of("1"))) {
      values.add(small);
      values.add(new Value.Seq(List.of(small)));
      values.add(new Value.Seq(List.of(small, small)));
      values.add(new Value.Dict(Map.of("a", small)));
      values.add(new Value.Dict(Map.of("b", small)));
      values.add(new Value.Dict(Map.of("a", small, "b", small)));
    }
    values.add(Value.of(false));
    values.add(Value.of(2));
    values.add(new Value.Seq(List.of()));
    for (Value a : values) {
      for (Value b : values) {
        int side = Integer.signum(ValueOrder.INSTANCE.compare(a, b));
        assertThat(side == 0).isEqualTo(a.equals(b));
        assertThat(Integer.signum(ValueOrder.INSTANCE.compare(b, a))).isEqualTo(-side);
        for (Value c : values) {
          if (side <= 0 && ValueOrder.INSTANCE.compare(b, c) <= 0) {
            assertThat(ValueOrder.INSTANCE.compare(a, c)).isNotPositive();
          }
        }
      }
    }
  }

  /** Mostly the last, so that they get long; else any, so that they part. */
  private int fromALateOne(int count) {
    return random.nextInt(4) > 0 ? count - 1 : random.nextInt(count);
  }

  private static <S> void areEqualAsThoseAre(List<S> states, List<List<Integer>> lists) {
    for (int a = 0; a < states.size(); a++) {
      for (int b = Math.max(0, a - 100); b <= a; b++) {
        boolean equal = lists.get(a).equals(lists.get(b));
        assertThat(states.get(a).equals(states.get(b))).isEqualTo(equal);
        if (equal) {
          assertThat(states.get(a)).hasSameHashCodeAs(states.get(b));
        }
      }
    }
  }

  private static String inBraces(List<Integer> list) {
    String text = list.toString();
    return "{" + text.substring(1, text.length() - 1) + "}";
  }
}
