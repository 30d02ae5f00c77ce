package dev.ordeal.targets.maelstrom.rpc;

import dev.ordeal.targets.Address;
import dev.ordeal.workloads.counter.SharedCounterClient;
import dev.ordeal.workloads.echo.EchoClient;
import dev.ordeal.workloads.ids.IdClient;
import dev.ordeal.workloads.log.LogClient;
import dev.ordeal.workloads.register.RegisterClient;
import dev.ordeal.workloads.set.BroadcastClient;
import dev.ordeal.workloads.set.GrowSetClient;
import dev.ordeal.workloads.txn.TransactionClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Clients of each contract, by the requests that Maelstrom's workloads send. */
public final class RpcClients {
  /** Opens a client of a contract. */
  private interface Opening {
    AutoCloseable of(RpcSession session) throws Exception;
  }

  private static final Map<Class<?>, Opening> ALL = new LinkedHashMap<>();

  static {
    ALL.put(EchoClient.class, EchoByRpc::new);
    ALL.put(IdClient.class, IdsByRpc::new);
    ALL.put(BroadcastClient.class, GrowSetByRpc::ofBroadcast);
    ALL.put(GrowSetClient.class, GrowSetByRpc::ofSet);
    ALL.put(SharedCounterClient.class, CounterByRpc::new);
    ALL.put(RegisterClient.class, RegisterByRpc::new);
    ALL.put(LogClient.class, LogByRpc::new);
    ALL.put(TransactionClient.class, TransactionsByRpc::new);
  }

  private RpcClients() {}

  /** The contracts that there are requests for. */
  public static Set<Class<?>> contracts() {
    return ALL.keySet();
  }

  /**
   * A client of one node.
   *
   * @return empty if there are no requests for the contract
   */
  public static Optional<AutoCloseable> open(Class<?> contract, Address node) throws Exception {
    Opening opening = ALL.get(contract);
    if (opening == null) {
      return Optional.empty();
    }
    RpcSession session = new RpcSession(node, RpcSession.TIMEOUT_MILLIS);
    try {
      return Optional.of(opening.of(session));
    } catch (Exception failed) {
      session.close();
      throw failed;
    }
  }
}
