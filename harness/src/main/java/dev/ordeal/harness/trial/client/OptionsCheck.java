package dev.ordeal.harness.trial.client;

import dev.ordeal.harness.trial.finding.Finding;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.workloads.client.KnownCalls.Example;
import dev.ordeal.workloads.client.KnownCalls.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Whether each option that was set makes a difference: to what the target says of itself, to how a
 * node is started, or to what a client sends and answers. What differs for another reason, as
 * random names do, counts as a difference.
 */
final class OptionsCheck implements ContractCheck {
  private static final String NOTHING =
      "without it nodes are started alike, and clients send as many bytes for the same";
  private static final String REMEDY =
      "use it in launch or in the client, or take it out of options(); nothing has to be done if %s"
          + " is what it is unless told otherwise";

  /** What a client sent, and whether its answers were those that the contract allows. */
  private record Spoken(long bytes, List<Boolean> accepted) {}

  @Override
  public String name() {
    return "options make a difference";
  }

  @Override
  public void run(Tried tried) throws InterruptedException {
    for (String option : new TreeSet<>(tried.options().set().keySet())) {
      String check = "option %s makes a difference".formatted(option);
      tried.found(
          makesDifference(tried, option)
              ? Finding.ok(check)
              : Finding.note(check, NOTHING, REMEDY.formatted(tried.options().set().get(option))));
    }
  }

  private static boolean makesDifference(Tried tried, String option) throws InterruptedException {
    try {
      Database with = tried.database();
      Database without = tried.options().without().make(option);
      return !described(with).equals(described(without))
          || isStartedOtherwise(tried, with, without)
          || !spoken(tried, with).equals(spoken(tried, without));
    } catch (InterruptedException ending) {
      throw ending;
    } catch (Exception needed) {
      // Without it something fails that does not fail with it.
      return true;
    }
  }

  private static List<Object> described(Database database) {
    return List.of(
        database.running(),
        database.peerPorts(),
        database.clientPort(),
        database.defaultNodes(),
        database.programs(),
        database.clientsFollowLeader(),
        database.contracts(),
        database.logPatterns());
  }

  private static boolean isStartedOtherwise(Tried tried, Database with, Database without)
      throws Exception {
    Optional<NodeView> view = tried.taps().launched().filter(node -> node.machine().isLocal());
    return view.isPresent()
        && !ScratchLaunch.of(with, view.get()).equals(ScratchLaunch.of(without, view.get()));
  }

  /** Makes the examples of the contract, whatever the answers are. */
  private static Spoken spoken(Tried tried, Database database) throws Exception {
    List<Boolean> accepted = new ArrayList<>();
    try (TrialClient client = tried.open(tried.node(), database)) {
      for (Example example : tried.known().examples(tried.freshObject())) {
        for (Step step : example.steps()) {
          accepted.add(step.accepts().test(client.call(step.call())));
        }
      }
      return new Spoken(client.tap().sentInAll(), accepted);
    }
  }
}
