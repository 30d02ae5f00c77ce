package dev.ordeal.nemesis;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Value;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.TargetException;
import java.io.IOException;
import java.util.Optional;

/**
 * The run as one fault sees it: the cluster, what other faults do to the same nodes at the same
 * time, and the fault's own name. Thread-safe.
 */
public final class FaultContext {
  private final RunState run;
  private final long id;

  FaultContext(RunState run, long id) {
    this.run = run;
    this.id = id;
  }

  public Cluster cluster() {
    return run.cluster();
  }

  /**
   * What can be done to nodes in some way.
   *
   * @param type one of {@link FaultType#needs}
   */
  public <A> A ability(Class<A> type) {
    return run.cluster().ability(type);
  }

  /** The id of the run; what a fault makes bears it, so that healing is allowed to undo it. */
  public String runId() {
    return run.cluster().runId();
  }

  /** The name by which a cluster undoes what this fault did: {@code fault7}. Unique in its run. */
  public String name() {
    return "fault" + id;
  }

  /** Whether the run is over: undoing may take its time, for no fault of the plan waits. */
  public boolean isRunEnding() {
    return run.ending().getAsBoolean();
  }

  /** Kills, starts, pauses and resumes nodes, and looks at their processes. */
  public ProcessControl processes() {
    return new ProcessControl(run, id);
  }

  /** Brings a node into the state that the newest of the faults which hold it asks for. */
  public interface Setting<T> {
    /**
     * Sets the node's state.
     *
     * @param newest what the newest fault asks for; empty if no fault holds the node
     */
    void set(Optional<T> newest) throws IOException, TargetException;
  }

  /**
   * Holds a node in a state that several faults may hold at the same time; the newest counts.
   *
   * @param state the type of the state's values; names the state
   */
  public <T> void hold(Class<T> state, String node, T value, Setting<T> setting)
      throws IOException, TargetException {
    run.of(state).hold(node, id, value, newest -> setting.set(newest.map(state::cast)));
  }

  /** Ends this fault's {@link #hold}; does no harm where it holds nothing. */
  public <T> void release(Class<T> state, String node, Setting<T> setting)
      throws IOException, TargetException {
    run.of(state).release(node, id, newest -> setting.set(newest.map(state::cast)));
  }

  /** What the newest fault holds a node in; empty if none does. */
  public <T> Optional<T> newest(Class<T> state, String node) {
    return run.of(state).newest(node).map(state::cast);
  }

  /** A step of a strobe. */
  public interface Step {
    void run() throws IOException, TargetException;
  }

  /** A look at what a strobe did. */
  public interface Look {
    Seen look() throws IOException, TargetException;
  }

  /**
   * Breaks something and undoes it again and again, on a thread of its own, until {@link
   * #stopStrobe}.
   *
   * @param periodMillis how long it is broken, and then how long it is not
   * @param look asked after something was broken, until it was seen once: looking takes longer than
   *     some periods
   * @param undoing does no harm where nothing is broken
   */
  public void strobe(long periodMillis, Step breaking, Look look, Step undoing) {
    run.strobes()
        .put(
            id,
            Strobe.start(
                periodMillis,
                () -> {
                  breaking.run();
                  witness(look);
                },
                undoing));
  }

  private void witness(Look look) throws IOException, TargetException {
    Seen before = run.witnessed().get(id);
    if (before == null || !before.holds()) {
      run.witnessed().put(id, look.look());
    }
  }

  /** What was seen of this fault's strobe so far. */
  public Seen strobeSeen() {
    Optional<Throwable> failure =
        Optional.ofNullable(run.strobes().get(id)).flatMap(Strobe::failure);
    if (failure.isPresent()) {
      return new Seen(false, "it ended by itself: " + failure.get().getMessage());
    }
    return Optional.ofNullable(run.witnessed().get(id))
        .orElse(Seen.pending("nothing was seen yet"));
  }

  /** Ends this fault's strobe and undoes what is broken; may be called again if that failed. */
  public void stopStrobe() throws IOException, TargetException {
    run.strobes().get(id).stop();
  }

  /** Records a fact about nodes, an {@code info} event of the nemesis, in the run's history. */
  public void record(String function, Value value) throws IOException {
    run.events().record(Event.Type.INFO, function, value, "");
  }
}
