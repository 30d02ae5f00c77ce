package dev.ordeal.checkers.linearizability.register;

import static dev.ordeal.checkers.linearizability.register.SlotSet.next;

import dev.ordeal.results.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The calls of one register that are open at one instant of a walk, and the crashed ones so far.
 */
final class RegisterOpenCalls {
  private final RegisterCalls calls;
  private final int[] inSlot;

  /** Slots of open calls, by type. */
  final long[] reads;

  final long[] writes;
  final long[] cas;

  /** By kind: how many crashed calls there were so far, and which, in order. */
  final int[] crashed;

  private final List<List<Integer>> crashedCalls = new ArrayList<>();

  RegisterOpenCalls(RegisterCalls calls) {
    this.calls = calls;
    int slots = calls.timeline.slotCount();
    int words = (slots + 63) / 64;
    inSlot = new int[slots];
    Arrays.fill(inSlot, -1);
    reads = new long[words];
    writes = new long[words];
    cas = new long[words];
    crashed = new int[calls.kinds()];
    for (int kind = 0; kind < crashed.length; kind++) {
      crashedCalls.add(new ArrayList<>());
    }
  }

  void called(int op) {
    if (calls.timeline.isCrashed(op)) {
      int kind = calls.crashedKind[op];
      crashed[kind]++;
      crashedCalls.get(kind).add(op);
      return;
    }
    int slot = calls.timeline.slot(op);
    inSlot[slot] = op;
    SlotSet.add(ofType(op), slot);
  }

  void returned(int op) {
    int slot = calls.timeline.slot(op);
    inSlot[slot] = -1;
    SlotSet.remove(ofType(op), slot);
  }

  /** The call in an occupied slot. */
  int at(int slot) {
    return inSlot[slot];
  }

  /** The crashed call of a kind that goes next, if so many went; the first called goes first. */
  int crashedCall(int kind, int before) {
    return crashedCalls.get(kind).get(before);
  }

  private long[] ofType(int op) {
    return switch (calls.type[op]) {
      case RegisterCalls.READ -> reads;
      case RegisterCalls.WRITE -> writes;
      default -> cas;
    };
  }

  /** Of two slots, the one whose call returns first; -1 stands for none. */
  int earlier(int a, int b) {
    return a < 0 || calls.timeline.returnedAt(inSlot[b]) < calls.timeline.returnedAt(inSlot[a])
        ? b
        : a;
  }

  /** The compare-and-set from one value to another, not done yet, that returns first; or -1. */
  int earliestCas(int from, int to, long[] done) {
    int best = -1;
    for (int slot = next(cas, 0); slot >= 0; slot = next(cas, slot + 1)) {
      int op = inSlot[slot];
      if (calls.from[op] == from && calls.to[op] == to && !SlotSet.has(done, slot)) {
        best = earlier(best, slot);
      }
    }
    return best;
  }

  /** Open writes that took no effect yet. */
  long[] writesLeft(long[] done) {
    long[] left = writes.clone();
    for (int word = 0; word < left.length; word++) {
      left[word] &= ~done[word];
    }
    return left;
  }

  /** Whether an open write has yet to take effect. */
  boolean hasObligations(long[] done, long[] optional) {
    for (int word = 0; word < writes.length; word++) {
      if ((writes[word] & ~done[word] & ~optional[word]) != 0) {
        return true;
      }
    }
    return false;
  }

  /** The open operations but one. */
  List<Operation> operationsBut(int op) {
    List<Operation> others = new ArrayList<>();
    for (int other : inSlot) {
      if (other >= 0 && other != op) {
        others.add(calls.timeline.operation(other));
      }
    }
    return others;
  }
}
