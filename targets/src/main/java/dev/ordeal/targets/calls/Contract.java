package dev.ordeal.targets.calls;

import dev.ordeal.workloads.bank.BankClient;
import dev.ordeal.workloads.counter.CounterClient;
import dev.ordeal.workloads.ids.IdClient;
import dev.ordeal.workloads.lock.LockClient;
import dev.ordeal.workloads.queue.QueueClient;
import dev.ordeal.workloads.register.RegisterClient;
import dev.ordeal.workloads.set.SetClient;
import dev.ordeal.workloads.txn.TransactionClient;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The contracts of the workloads, each as functions. */
public enum Contract {
  REGISTER(
      "register",
      RegisterClient.class,
      Function.query("read", Result.OPTIONAL_NUMBER, "key"),
      Function.update("write", Result.NOTHING, "key", "value"),
      Function.update("cas", Result.DONE, "key", "old", "new")),

  SET(
      "set",
      SetClient.class,
      Function.update("add", Result.NOTHING, "key", "value"),
      Function.update("remove", Result.NOTHING, "key", "value"),
      Function.query("contains", Result.FLAG, "key", "value")),

  COUNTER(
      "counter",
      CounterClient.class,
      Function.update("add", Result.NOTHING, "key", "value"),
      Function.query("read", Result.NUMBER, "key")),

  QUEUE(
      "queue",
      QueueClient.class,
      Function.update("enqueue", Result.NOTHING, "key", "value"),
      Function.update("dequeue", Result.OPTIONAL_NUMBER, "key")),

  LOCK(
      "lock",
      LockClient.class,
      Function.update("acquire", Result.DONE, "key", "permits"),
      Function.update("release", Result.DONE, "key")),

  IDS("ids", IdClient.class, Function.update("generate", Result.NUMBER, "key")),

  BANK(
      "bank",
      BankClient.class,
      Function.update("transfer", Result.DONE, "from", "to", "amount", "opening"),
      Function.query("read", Result.NUMBERS, "accounts", "opening")),

  TRANSACTIONS(
      "transactions",
      TransactionClient.class,
      Function.update("txn", Result.STEPS, "kind", "steps"));

  private final String name;
  private final Class<? extends AutoCloseable> type;
  private final List<Function> functions;

  Contract(String name, Class<? extends AutoCloseable> type, Function... functions) {
    this.name = name;
    this.type = type;
    this.functions = List.of(functions);
  }

  /** Its name in files and messages. */
  public String contractName() {
    return name;
  }

  /** The interface of its clients. */
  public Class<? extends AutoCloseable> type() {
    return type;
  }

  /** Its functions. */
  public List<Function> functions() {
    return functions;
  }

  /** The contract of an interface of clients. */
  public static Optional<Contract> of(Class<?> type) {
    return Arrays.stream(values()).filter(contract -> contract.type == type).findFirst();
  }

  /** A client that makes its calls so. */
  public AutoCloseable client(Calls calls) {
    return switch (this) {
      case REGISTER -> new RegisterByCalls(calls);
      case SET -> new SetByCalls(calls);
      case COUNTER -> new CounterByCalls(calls);
      case QUEUE -> new QueueByCalls(calls);
      case LOCK -> new LockByCalls(calls);
      case IDS -> new IdsByCalls(calls);
      case BANK -> new BankByCalls(calls);
      case TRANSACTIONS -> new TransactionsByCalls(calls);
    };
  }

  /** An invocation of the function of a name. */
  Invocation invocation(String function, Object... arguments) {
    Function named =
        functions.stream().filter(f -> f.name().equals(function)).findFirst().orElseThrow();
    return Invocation.of(named, arguments);
  }
}
