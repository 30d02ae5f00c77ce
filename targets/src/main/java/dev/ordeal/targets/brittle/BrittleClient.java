package dev.ordeal.targets.brittle;

import dev.ordeal.results.history.Value;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.jvm.LineConnection;
import dev.ordeal.workloads.bank.BankClient;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.counter.CounterClient;
import dev.ordeal.workloads.ids.IdClient;
import dev.ordeal.workloads.lock.LockClient;
import dev.ordeal.workloads.queue.QueueClient;
import dev.ordeal.workloads.register.RegisterClient;
import dev.ordeal.workloads.set.SetClient;
import dev.ordeal.workloads.txn.MicroOp;
import dev.ordeal.workloads.txn.ObjectKind;
import dev.ordeal.workloads.txn.TransactionClient;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** A client of one brittle node: a line asks, a line answers. */
final class BrittleClient
    implements RegisterClient,
        QueueClient,
        SetClient,
        CounterClient,
        IdClient,
        LockClient,
        TransactionClient,
        BankClient {
  private static final AtomicLong CLIENTS = new AtomicLong();

  /** Who this is, for locks. */
  private final long self = CLIENTS.incrementAndGet();

  private final LineConnection connection;

  BrittleClient(Address node, int answerTimeoutMillis) throws IOException {
    connection = new LineConnection(node, answerTimeoutMillis);
  }

  String ask(String request) throws IOException {
    connection.send(request);
    return connection.receive();
  }

  /** What follows "ok"; everything else is an exception of the right kind. */
  private String call(String request) throws IOException, DefiniteFailure {
    String answer = ask(request);
    if (answer.startsWith("ok")) {
      return answer.substring(2).strip();
    }
    if (answer.startsWith("fail ")) {
      throw new DefiniteFailure(answer.substring(5));
    }
    throw new IOException(answer.startsWith("info ") ? answer.substring(5) : answer);
  }

  private OptionalLong number(String request) throws IOException, DefiniteFailure {
    String value = call(request);
    return value.equals("nil") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
  }

  /** Whether it was done; false if the answer is a certain refusal, for which there is a word. */
  private boolean done(String request, String refusal) throws IOException, DefiniteFailure {
    try {
      call(request);
      return true;
    } catch (DefiniteFailure failed) {
      if (refusal.equals(failed.getMessage())) {
        return false;
      }
      throw failed;
    }
  }

  private static String words(Object... words) {
    return Arrays.stream(words).map(String::valueOf).collect(Collectors.joining(" "));
  }

  @Override
  public OptionalLong read(long key) throws IOException, DefiniteFailure {
    return number(words("read", key));
  }

  @Override
  public void write(long key, long value) throws IOException, DefiniteFailure {
    call(words("write", key, value));
  }

  @Override
  public boolean compareAndSet(long key, long expected, long replacement)
      throws IOException, DefiniteFailure {
    return done(words("cas", key, expected, replacement), "mismatch");
  }

  @Override
  public void enqueue(long queue, long element) throws IOException, DefiniteFailure {
    call(words("enqueue", queue, element));
  }

  @Override
  public OptionalLong dequeue(long queue) throws IOException, DefiniteFailure {
    return number(words("dequeue", queue));
  }

  @Override
  public void add(long set, long element) throws IOException, DefiniteFailure {
    call(words("add", set, element));
  }

  @Override
  public void increase(long counter, long amount) throws IOException, DefiniteFailure {
    call(words("increase", counter, amount));
  }

  @Override
  public long count(long counter) throws IOException, DefiniteFailure {
    return number(words("count", counter)).getAsLong();
  }

  @Override
  public void remove(long set, long element) throws IOException, DefiniteFailure {
    call(words("remove", set, element));
  }

  @Override
  public boolean contains(long set, long element) throws IOException, DefiniteFailure {
    return Boolean.parseBoolean(call(words("contains", set, element)));
  }

  @Override
  public long generate(long source) throws IOException, DefiniteFailure {
    return number(words("next-id", source)).getAsLong();
  }

  @Override
  public boolean acquire(long lock, int permits) throws IOException, DefiniteFailure {
    return done(words("acquire", lock, permits, self), "held");
  }

  @Override
  public boolean release(long lock) throws IOException, DefiniteFailure {
    return done(words("release", lock, self), "not-held");
  }

  @Override
  public boolean transfer(long from, long to, long amount, long opening)
      throws IOException, DefiniteFailure {
    return done("transfer %d.%d.%d.%d".formatted(from, to, amount, opening), "poor");
  }

  @Override
  public List<Long> balances(int accounts, long opening) throws IOException, DefiniteFailure {
    String answer = call("balances %d.%d".formatted(accounts, opening));
    return Arrays.stream(answer.split(",")).map(Long::valueOf).toList();
  }

  @Override
  public List<Value> execute(List<MicroOp> steps, ObjectKind kind)
      throws IOException, DefiniteFailure {
    String asked = steps.stream().map(step -> word(step, kind)).collect(Collectors.joining(","));
    String answer = call("transact " + asked);
    return answer.isEmpty()
        ? List.of()
        : Arrays.stream(answer.split(",")).map(BrittleClient::value).toList();
  }

  private static String word(MicroOp step, ObjectKind kind) {
    return switch (step) {
      case MicroOp.Read read -> reading(kind) + "." + read.key();
      case MicroOp.Write write -> "w." + write.key() + "." + write.value();
      case MicroOp.Append append -> "a." + append.key() + "." + append.element();
      case MicroOp.Add add -> "e." + add.key() + "." + add.element();
    };
  }

  private static String reading(ObjectKind kind) {
    return switch (kind) {
      case REGISTER -> "r";
      case LIST -> "l";
      case SET -> "s";
    };
  }

  private static Value value(String word) {
    if (word.equals("nil")) {
      return Value.NIL;
    }
    if (!word.startsWith("[")) {
      return Value.of(Long.parseLong(word));
    }
    String items = word.substring(1, word.length() - 1);
    return new Value.Seq(
        items.isEmpty()
            ? List.of()
            : Arrays.stream(items.split("\\."))
                .map(item -> Value.of(Long.parseLong(item)))
                .toList());
  }

  @Override
  public void close() {
    connection.close();
  }
}
