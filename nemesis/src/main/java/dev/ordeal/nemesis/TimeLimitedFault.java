package dev.ordeal.nemesis;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.foreign.ForeignCalls;
import dev.ordeal.targets.link.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A user's fault whose calls have a time limit.
 *
 * @param describe with the other values, asked once, when it was drawn
 */
record TimeLimitedFault(
    Fault fault,
    ForeignCalls calls,
    Duration limit,
    List<String> nodes,
    Collection<String> struck,
    String describe,
    Set<FaultTrait> traits,
    Optional<Collection<Link>> struckLinks)
    implements Fault {
  /** Asks the fault what it is. */
  static Fault of(Fault fault, PlannedFault planned, ForeignCalls calls, Duration limit) {
    String words = String.valueOf(fault.describe());
    return new TimeLimitedFault(
        fault,
        calls,
        limit,
        List.copyOf(fault.nodes()),
        List.copyOf(fault.struck()),
        words.isBlank() ? planned.type().name() + " " + planned.shape() : words,
        Set.copyOf(fault.traits()),
        fault.struckLinks().map(List::copyOf));
  }

  /** What a call may throw by its contract. */
  private interface Body<T> {
    T run() throws IOException, TargetException;
  }

  /** What a call returned, or what it threw that its contract allows. */
  private record Answer<T>(T value, Exception failure) {}

  private <T> T call(String method, Body<T> body) throws IOException, TargetException {
    Answer<T> answer =
        calls.call(
            method,
            limit,
            () -> {
              try {
                return new Answer<>(body.run(), null);
              } catch (IOException | TargetException failed) {
                return new Answer<>(null, failed);
              }
            });
    switch (answer.failure()) {
      case null -> {}
      case IOException failed -> throw failed;
      case TargetException failed -> throw failed;
      case Exception other -> throw new IllegalStateException(other);
    }
    if (answer.value() == null) {
      throw new IOException(describe + ": " + method + " returned null");
    }
    return answer.value();
  }

  @Override
  public List<Undo> undos(FaultContext at) throws IOException {
    try {
      return List.copyOf(call("undos", () -> fault.undos(at)));
    } catch (TargetException notDeclared) {
      throw new IOException(notDeclared.getMessage(), notDeclared);
    }
  }

  @Override
  public void inject(FaultContext at) throws IOException, TargetException {
    call(
        "inject",
        () -> {
          fault.inject(at);
          return true;
        });
  }

  @Override
  public void heal(FaultContext at) throws IOException, TargetException {
    call(
        "heal",
        () -> {
          fault.heal(at);
          return true;
        });
  }

  @Override
  public Seen verify(FaultContext at) throws IOException, TargetException {
    return call("verify", () -> fault.verify(at));
  }

  @Override
  public Baseline look(FaultContext at) throws IOException, TargetException {
    return call("look", () -> fault.look(at));
  }

  @Override
  public Optional<String> cannotHold(FaultContext at, Baseline before)
      throws IOException, TargetException {
    return call("cannotHold", () -> fault.cannotHold(at, before));
  }

  @Override
  public boolean canBeHiddenBy(Fault other, FaultContext at) throws IOException {
    try {
      return call("canBeHiddenBy", () -> fault.canBeHiddenBy(other, at));
    } catch (TargetException notDeclared) {
      throw new IOException(notDeclared.getMessage(), notDeclared);
    }
  }

  @Override
  public Seen verifyKept(FaultContext at, Baseline since) throws IOException, TargetException {
    return call("verifyKept", () -> fault.verifyKept(at, since));
  }

  @Override
  public Seen verifyGone(FaultContext at) throws IOException, TargetException {
    return call("verifyGone", () -> fault.verifyGone(at));
  }
}
