package dev.ordeal.workloads;

import dev.ordeal.checkers.isolation.Level;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.workloads.bank.BankWorkload;
import dev.ordeal.workloads.counter.CounterWorkload;
import dev.ordeal.workloads.ids.IdWorkload;
import dev.ordeal.workloads.lock.LockWorkload;
import dev.ordeal.workloads.queue.QueueWorkload;
import dev.ordeal.workloads.register.RegisterWorkload;
import dev.ordeal.workloads.set.SetWorkload;
import dev.ordeal.workloads.txn.TransactionWorkload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ready workloads by name. */
public final class Workloads {
  private static final Map<String, Workload> BY_NAME = new LinkedHashMap<>();

  static {
    for (Workload workload :
        List.of(
            new RegisterWorkload(),
            LockWorkload.mutex(),
            LockWorkload.semaphore(),
            new QueueWorkload(),
            new SetWorkload(),
            new CounterWorkload(),
            new IdWorkload(),
            new BankWorkload(),
            TransactionWorkload.listAppend(),
            TransactionWorkload.rwRegister(),
            TransactionWorkload.setAdd(),
            TransactionWorkload.writeSkew(),
            TransactionWorkload.longFork(),
            TransactionWorkload.causalReverse(),
            TransactionWorkload.sequential(),
            TransactionWorkload.causal(),
            TransactionWorkload.monotonic())) {
      BY_NAME.put(workload.name(), workload);
    }
  }

  private Workloads() {}

  public static Optional<Workload> byName(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The workload of a run, with what was promised there; empty if it is not known here. */
  public static Optional<Workload> ofRun(RunInfo run) {
    Optional<Level> promised = Level.byName(run.options().getOrDefault("consistency", ""));
    return byName(run.workload())
        .map(workload -> promised.isPresent() ? workload.promising(promised.get()) : workload);
  }

  public static List<Workload> all() {
    return List.copyOf(BY_NAME.values());
  }
}
