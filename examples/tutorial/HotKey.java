import dev.ordeal.checkers.Checker;
import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.client.*;
import dev.ordeal.workloads.generator.*;
import dev.ordeal.workloads.register.*;
import java.time.Duration;
import java.util.*;

/** Reads and writes of ten registers; four calls of five are on one of them. */
public class HotKey implements Workload<RegisterClient> {
  private final RegisterWorkload register = new RegisterWorkload();

  public String name() { return "hot-key"; }
  public String description() { return "reads and writes of ten registers, most on one: linearizable?"; }
  public Class<RegisterClient> contract() { return RegisterClient.class; }    // any target with register clients can run it

  public Generator generator(Plan plan) {
    Seed seed = plan.seed().split(name());
    Generator calls = Generators.calls(seed.split("calls"), HotKey::call);
    Duration pause = Duration.ofNanos((long) (1e9 / plan.rate()));
    return Generators.timeLimit(plan.time(), Generators.stagger(seed.split("pace"), pause, calls));
  }

  /** One call; all chance comes from the seed, so that the same seed makes the same calls. */
  private static Call call(Seed seed, long number) {
    long key = seed.split("hot").fraction() < 0.8 ? 0 : 1 + seed.split("key").below(9);
    boolean isRead = seed.split("read").fraction() < 0.5;
    return isRead ? new RegisterOp.Read(key) : new RegisterOp.Write(key, number + 1); // no value twice
  }

  public Generator finalReads(List<Value> keys, Duration time) { return register.finalReads(keys, time); }
  public Client client(RegisterClient client) { return new RegisterCalls(client); }
  public Optional<KnownCalls> knownCalls() { return register.knownCalls(); }
  public List<Checker> checkers() { return register.checkers(); } // linearizability, statistics, availability
}
