package dev.ordeal.nemesis.faults.process;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.FaultTrait;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.Seen;
import dev.ordeal.results.nodes.Consequence;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.ability.Members;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Nodes taken out of the database's cluster, which go on running. */
public final class Membership implements FaultType {
  @Override
  public String name() {
    return "membership";
  }

  @Override
  public String description() {
    return "members removed and added again, by the database";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(Members.class);
  }

  @Override
  public List<String> shapes() {
    return List.of("leader", "one", "minority", "victim");
  }

  @Override
  public Set<Consequence> consequences() {
    return Set.of(Consequence.NODE_ENDS, Consequence.LOG_COMPLAINS);
  }

  @Override
  public Fault draw(Aim aim) {
    return new Removal(aim.struck());
  }

  private record Removal(List<String> nodes) implements Fault {
    /** A change of members that other faults prevent would delay the rest of the plan. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration END_PATIENCE = Duration.ofSeconds(30);

    @Override
    public String describe() {
      return String.join(", ", nodes) + " taken out of the cluster";
    }

    @Override
    public Set<FaultTrait> traits() {
      return Set.of(FaultTrait.NEEDS_PROCESSES, FaultTrait.HEALS_LAST);
    }

    /** Members are a matter of the database, which ends with the cluster. */
    @Override
    public List<Undo> undos(FaultContext at) {
      return List.of(Undo.NOTHING);
    }

    @Override
    public void inject(FaultContext at) throws IOException {
      at.ability(Members.class).removeMembers(nodes, patience(at));
    }

    @Override
    public void heal(FaultContext at) throws IOException {
      at.ability(Members.class).addMembers(nodes, patience(at));
    }

    private static Duration patience(FaultContext at) {
      return at.isRunEnding() ? END_PATIENCE : PATIENCE;
    }

    @Override
    public Seen verify(FaultContext at) {
      return new Seen(true, "the database confirmed it");
    }

    @Override
    public Seen verifyGone(FaultContext at) {
      return new Seen(true, "the database took them back");
    }
  }
}
