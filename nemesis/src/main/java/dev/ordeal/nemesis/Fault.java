package dev.ordeal.nemesis;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.link.Link;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A fault of particular nodes: how it is injected, seen to hold, and undone. An immutable value
 * (mostly a record).
 *
 * <p>The nemesis calls, on one thread: {@link #look}, {@link #undos} (which it writes to the
 * journal), {@link #inject}, {@link #verify} until it holds, {@link #look}; and when its time is
 * over {@link #verifyKept}, {@link #heal}, {@link #verifyGone}. A fault keeps state of the run in
 * its {@link FaultContext} only. What cannot be looked at is an {@link IOException}: it counts as
 * not seen.
 */
public interface Fault {
  /** The nodes that it strikes; never null. */
  List<String> nodes();

  /** The nodes that count as broken while it holds, against the limit of nodes struck at a time. */
  default Collection<String> struck() {
    return nodes();
  }

  /** One line for people: {@code kill -9 n1, n2}. */
  String describe();

  /** What it does to its nodes, as far as other faults are concerned. */
  default Set<FaultTrait> traits() {
    return Set.of();
  }

  /** The directed links that it breaks or slows down; empty if it is no fault of links. */
  default Optional<Collection<Link>> struckLinks() {
    return Optional.empty();
  }

  /**
   * How to undo it from another process, after this one was killed: written to the journal before
   * anything is injected. {@link Undo#NOTHING} where it ends with the nodes or their proxies, which
   * are in the journal themselves.
   *
   * @throws IOException if that is not known; the fault is then not injected
   */
  List<Undo> undos(FaultContext at) throws IOException;

  /** Injects it; a strobe goes on by itself ({@link FaultContext#strobe}). */
  void inject(FaultContext at) throws IOException, TargetException;

  /** Undoes it, also if it was injected in part only; may be called again if that failed. */
  void heal(FaultContext at) throws IOException, TargetException;

  /** Reads back whether it holds now. */
  Seen verify(FaultContext at) throws IOException, TargetException;

  /** Reads what it will be compared with; called before it is injected, and when it holds. */
  default Baseline look(FaultContext at) throws IOException, TargetException {
    return Baseline.NONE;
  }

  /**
   * Why it can have no effect, whatever {@link #verify} sees, by what was there before.
   *
   * @param before what {@link #look} read before it was injected
   */
  default Optional<String> cannotHold(FaultContext at, Baseline before)
      throws IOException, TargetException {
    return Optional.empty();
  }

  /**
   * Reads back, just before it is undone, whether it held until now.
   *
   * @param since what {@link #look} read when it began to hold
   */
  default Seen verifyKept(FaultContext at, Baseline since) throws IOException, TargetException {
    return verify(at);
  }

  /** Reads back that nothing is left of it. */
  default Seen verifyGone(FaultContext at) throws IOException, TargetException {
    return at.processes().running(nodes());
  }

  /**
   * Whether another fault, which held at the same time, can keep away the packets by which this one
   * is seen, so that its rules are in place and meet none.
   */
  default boolean canBeHiddenBy(Fault other, FaultContext at) throws IOException {
    return false;
  }

  /**
   * The same fault on some of its nodes, for a fault that ends with the processes of a node; empty
   * for others.
   */
  default Optional<Fault> on(List<String> some) {
    return Optional.empty();
  }
}
