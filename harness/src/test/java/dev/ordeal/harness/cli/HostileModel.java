package dev.ordeal.harness.cli;

import dev.ordeal.checkers.model.Model;
import dev.ordeal.results.history.Operation;
import java.util.Optional;

/** Models that keep no contract, each in its own way; they count what they are called. */
abstract class HostileModel implements Model<Integer> {
  @Override
  public String name() {
    return getClass().getSimpleName();
  }

  @Override
  public Integer initial() {
    return 0;
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return false;
  }

  @Override
  public Optional<Integer> step(Integer state, Operation operation) {
    if (state == 2) {
      misbehave();
    }
    return Optional.of(state + 1);
  }

  abstract void misbehave();

  /** Never returns, and hears no interrupt. */
  public static final class Spins extends HostileModel {
    private long turns;

    @Override
    void misbehave() {
      while (turns >= 0) {
        turns++;
      }
    }
  }

  /** Returns late each time. */
  public static final class IsSlow extends HostileModel {
    @Override
    public Optional<Integer> step(Integer state, Operation operation) {
      try {
        Thread.sleep(300);
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
      return Optional.of(state + 1);
    }

    @Override
    void misbehave() {}
  }

  /** Throws an exception. */
  public static final class Throws extends HostileModel {
    @Override
    void misbehave() {
      throw new IllegalStateException("no such account");
    }
  }

  /** Lacks a class. */
  public static final class LacksAClass extends HostileModel {
    @Override
    void misbehave() {
      throw new NoClassDefFoundError("com/example/Driver");
    }
  }

  /** Recurses deeper than any stack. */
  public static final class Overflows extends HostileModel {
    @Override
    void misbehave() {
      throw new IllegalStateException("depth " + depth(0));
    }

    private static int depth(int above) {
      return above < 0 ? 0 : 1 + depth(above + 1);
    }
  }

  /** Knows none of the operations. */
  public static final class KnowsNothing extends HostileModel {
    @Override
    void misbehave() {
      throw new IllegalArgumentException("no operation turn");
    }
  }
}
