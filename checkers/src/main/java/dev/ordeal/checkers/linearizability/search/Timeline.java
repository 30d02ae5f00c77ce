package dev.ordeal.checkers.linearizability.search;

import dev.ordeal.results.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The calls and returns of one object's operations in order, each open operation in a numbered
 * slot.
 *
 * <p>Failed operations are left out: they did not happen. Operations whose end is unknown
 * ("crashed") get no slot and never return. Slots are reused, so their number is the greatest
 * concurrency.
 */
public final class Timeline {
  private final List<Operation> operations;
  private final int[] places;
  private final int[] slots;
  private final int[] steps;
  private final long[] returns;
  private final int slotCount;

  private Timeline(
      List<Operation> operations,
      int[] places,
      int[] slots,
      int[] steps,
      long[] returns,
      int slotCount) {
    this.operations = operations;
    this.places = places;
    this.slots = slots;
    this.steps = steps;
    this.returns = returns;
    this.slotCount = slotCount;
  }

  /** The timeline of the operations that may have happened and matter. */
  public static Timeline of(List<Operation> all, Predicate<Operation> crashedMatters) {
    List<Operation> operations = new ArrayList<>();
    int[] places = new int[all.size()];
    for (int place = 0; place < places.length; place++) {
      Operation operation = all.get(place);
      if (operation.isOk() || (operation.isInfo() && crashedMatters.test(operation))) {
        places[operations.size()] = place;
        operations.add(operation);
      }
    }
    int n = operations.size();
    long[] returns = new long[n];
    long[] order = new long[2 * n];
    int events = 0;
    for (int i = 0; i < n; i++) {
      Operation operation = operations.get(i);
      order[events++] = operation.invocation().index();
      returns[i] = operation.isOk() ? operation.completion().get().index() : Long.MAX_VALUE;
      if (operation.isOk()) {
        order[events++] = returns[i];
      }
    }
    order = Arrays.copyOf(order, events);
    Arrays.sort(order);
    int[] steps = new int[events];
    for (int i = 0; i < n; i++) {
      steps[Arrays.binarySearch(order, operations.get(i).invocation().index())] = i;
      if (returns[i] != Long.MAX_VALUE) {
        steps[Arrays.binarySearch(order, returns[i])] = ~i;
      }
    }
    return assignSlots(operations, places, steps, returns);
  }

  private static Timeline assignSlots(
      List<Operation> operations, int[] places, int[] steps, long[] returns) {
    int[] slots = new int[operations.size()];
    Arrays.fill(slots, -1);
    int[] free = new int[operations.size()];
    int freeCount = 0;
    int slotCount = 0;
    for (int step : steps) {
      if (step < 0) {
        free[freeCount++] = slots[~step];
      } else if (operations.get(step).isOk()) {
        slots[step] = freeCount > 0 ? free[--freeCount] : slotCount++;
      }
    }
    return new Timeline(operations, places, slots, steps, returns, slotCount);
  }

  /** Calls as the operation's number, returns as its complement, in order. */
  public int[] steps() {
    return steps;
  }

  /** Where an operation stands among those given. */
  public int place(int number) {
    return places[number];
  }

  /** The operation of this number, from 0. */
  public Operation operation(int number) {
    return operations.get(number);
  }

  /** How many operations there are. */
  public int size() {
    return operations.size();
  }

  /** The slot of a completed operation; -1 for a crashed one. */
  public int slot(int number) {
    return slots[number];
  }

  /** Whether nothing is known of the operation's end. */
  public boolean isCrashed(int number) {
    return slots[number] < 0;
  }

  /** Index of the event by which the operation returned; {@link Long#MAX_VALUE} if it never did. */
  public long returnedAt(int number) {
    return returns[number];
  }

  public int slotCount() {
    return slotCount;
  }
}
