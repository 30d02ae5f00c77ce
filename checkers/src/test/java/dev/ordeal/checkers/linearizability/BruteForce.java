package dev.ordeal.checkers.linearizability;

import dev.ordeal.checkers.model.Model;
import dev.ordeal.results.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tries every order of the operations; obviously right, and hopeless beyond a dozen. */
public final class BruteForce {
  private BruteForce() {}

  public static <S> boolean isLinearizable(Model<S> model, List<Operation> operations) {
    List<Operation> left = new ArrayList<>(operations);
    left.removeIf(Operation::isFail);
    return search(model, model.initial(), left);
  }

  private static <S> boolean search(Model<S> model, S state, List<Operation> left) {
    if (left.stream().noneMatch(Operation::isOk)) {
      return true;
    }
    for (int i = 0; i < left.size(); i++) {
      Operation candidate = left.get(i);
      if (mustWait(candidate, left)) {
        continue;
      }
      Optional<S> next = model.step(state, candidate);
      if (next.isPresent()) {
        List<Operation> rest = new ArrayList<>(left);
        rest.remove(i);
        if (search(model, next.get(), rest)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean mustWait(Operation candidate, List<Operation> left) {
    long called = candidate.invocation().index();
    return left.stream()
        .anyMatch(other -> other.isOk() && other.completion().get().index() < called);
  }
}
