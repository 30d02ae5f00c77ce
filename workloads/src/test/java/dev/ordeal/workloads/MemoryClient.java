package dev.ordeal.workloads;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.bank.BankClient;
import dev.ordeal.workloads.counter.CounterClient;
import dev.ordeal.workloads.counter.SharedCounterClient;
import dev.ordeal.workloads.echo.EchoClient;
import dev.ordeal.workloads.ids.IdClient;
import dev.ordeal.workloads.lock.LockClient;
import dev.ordeal.workloads.log.LogClient;
import dev.ordeal.workloads.queue.QueueClient;
import dev.ordeal.workloads.register.RegisterClient;
import dev.ordeal.workloads.set.BroadcastClient;
import dev.ordeal.workloads.set.SetClient;
import dev.ordeal.workloads.txn.MicroOp;
import dev.ordeal.workloads.txn.ObjectKind;
import dev.ordeal.workloads.txn.TransactionClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** A client of everything, in memory, that can be told to drop or repeat what it is asked to do. */
final class MemoryClient
    implements RegisterClient,
        QueueClient,
        SetClient,
        CounterClient,
        IdClient,
        LockClient,
        TransactionClient,
        BankClient,
        BroadcastClient,
        SharedCounterClient,
        EchoClient,
        LogClient {

  /** What all clients share. */
  static final class Store {
    private final int wrongEvery;
    private final Map<Long, Long> registers = new HashMap<>();
    private final Map<Long, List<Value>> lists = new HashMap<>();
    private final Map<Long, Deque<Long>> queues = new HashMap<>();
    private final Map<Long, Set<Long>> sets = new HashMap<>();
    private final Map<Long, Long> balances = new HashMap<>();
    private final Map<Long, Long> counters = new HashMap<>();
    private final Map<Long, Set<Object>> holders = new HashMap<>();
    private final Map<Long, List<Long>> logs = new HashMap<>();
    private final Map<Long, Long> committed = new HashMap<>();
    private int changes;

    /**
     * @param wrongEvery every so many changes one is lost, or an answer repeated; 0 for never
     */
    Store(int wrongEvery) {
      this.wrongEvery = wrongEvery;
    }

    private boolean goesWrong() {
      return wrongEvery > 0 && ++changes % wrongEvery == 0;
    }
  }

  /** The object of contracts that have only one. */
  private static final long ONLY = 0;

  private final Store store;
  private final int owner;

  MemoryClient(Store store, int owner) {
    this.store = store;
    this.owner = owner;
  }

  @Override
  public List<Value> execute(List<MicroOp> steps, ObjectKind kind) {
    List<Value> reads = new ArrayList<>();
    for (MicroOp step : steps) {
      List<Value> state = store.lists.computeIfAbsent(step.key(), k -> new ArrayList<>());
      switch (step) {
        case MicroOp.Read read ->
            reads.add(
                kind.holdsMany()
                    ? new Value.Seq(state)
                    : state.isEmpty() ? Value.NIL : state.getLast());
        case MicroOp.Write write -> change(state, write.value());
        case MicroOp.Append append -> change(state, append.element());
        case MicroOp.Add add -> change(state, add.element());
      }
    }
    return reads;
  }

  @Override
  public boolean transfer(long from, long to, long amount, long opening) {
    long there = store.balances.getOrDefault(from, opening);
    if (there < amount) {
      return false;
    }
    store.balances.put(from, there - amount);
    if (!store.goesWrong()) {
      store.balances.put(to, store.balances.getOrDefault(to, opening) + amount);
    }
    return true;
  }

  @Override
  public List<Long> balances(int accounts, long opening) {
    List<Long> all = new ArrayList<>();
    for (long account = 0; account < accounts; account++) {
      all.add(store.balances.getOrDefault(account, opening));
    }
    return all;
  }

  private void change(List<Value> state, long value) {
    if (!store.goesWrong()) {
      state.add(Value.of(value));
    }
  }

  @Override
  public OptionalLong read(long key) {
    Long value = store.registers.get(key);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  @Override
  public void write(long key, long value) {
    if (!store.goesWrong()) {
      store.registers.put(key, value);
    }
  }

  @Override
  public boolean compareAndSet(long key, long expected, long replacement) {
    Long value = store.registers.get(key);
    boolean fits = value != null && value == expected;
    if (fits) {
      write(key, replacement);
    }
    return fits;
  }

  @Override
  public void enqueue(long queue, long element) {
    if (!store.goesWrong()) {
      store.queues.computeIfAbsent(queue, k -> new ArrayDeque<>()).add(element);
    }
  }

  @Override
  public OptionalLong dequeue(long queue) {
    Long element = store.queues.computeIfAbsent(queue, k -> new ArrayDeque<>()).poll();
    return element == null ? OptionalLong.empty() : OptionalLong.of(element);
  }

  @Override
  public void add(long set, long element) {
    if (!store.goesWrong()) {
      store.sets.computeIfAbsent(set, k -> new HashSet<>()).add(element);
    }
  }

  @Override
  public void remove(long set, long element) {
    store.sets.computeIfAbsent(set, k -> new HashSet<>()).remove(element);
  }

  @Override
  public boolean contains(long set, long element) {
    return store.sets.computeIfAbsent(set, k -> new HashSet<>()).contains(element);
  }

  @Override
  public void increase(long counter, long amount) {
    if (!store.goesWrong()) {
      store.counters.merge(counter, amount, Long::sum);
    }
  }

  @Override
  public long count(long counter) {
    return store.counters.getOrDefault(counter, 0L);
  }

  @Override
  public long generate(long source) {
    long next = store.counters.getOrDefault(source, 0L);
    increase(source, 1);
    return next;
  }

  @Override
  public boolean acquire(long lock, int permits) {
    Set<Object> holding = store.holders.computeIfAbsent(lock, k -> new HashSet<>());
    boolean free = holding.size() < permits && !holding.contains(owner);
    if (free && !store.goesWrong()) {
      holding.add(owner);
    }
    return free;
  }

  @Override
  public boolean release(long lock) {
    return store.holders.computeIfAbsent(lock, k -> new HashSet<>()).remove(owner);
  }

  @Override
  public void add(long element) {
    add(ONLY, element);
  }

  @Override
  public long send(long log, long message) {
    List<Long> messages = store.logs.computeIfAbsent(log, k -> new ArrayList<>());
    long offset = messages.size();
    if (!store.goesWrong()) {
      messages.add(message);
    }
    return offset;
  }

  @Override
  public List<Message> poll(long log, long from) {
    List<Long> messages = store.logs.getOrDefault(log, List.of());
    List<Message> polled = new ArrayList<>();
    for (int offset = (int) from; offset < messages.size(); offset++) {
      polled.add(new Message(offset, messages.get(offset)));
    }
    return polled;
  }

  @Override
  public void commit(long log, long offset) {
    store.committed.merge(log, offset, Math::max);
  }

  @Override
  public OptionalLong committed(long log) {
    Long offset = store.committed.get(log);
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  @Override
  public List<Long> elements() {
    return List.copyOf(store.sets.getOrDefault(ONLY, Set.of()));
  }

  @Override
  public void change(long amount) {
    increase(ONLY, amount);
  }

  @Override
  public long sum() {
    return count(ONLY);
  }

  @Override
  public Value echo(long said) {
    return Value.of(store.goesWrong() ? said + 1 : said);
  }

  @Override
  public void close() {}
}
