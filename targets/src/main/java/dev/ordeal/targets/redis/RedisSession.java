package dev.ordeal.targets.redis;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.ClientView;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.client.UnexpectedAnswerException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A client of one node's sentinel, and of the master that it names, and what clients of all types
 * need.
 *
 * <p>As Redis' guide for clients says, the sentinel is asked whenever the client connects, and the
 * server is then asked whether it is a master. Until that connection ends, or something is refused,
 * the client stays there: servers that are made replicas end the connections of their clients. It
 * may also ask before each call.
 *
 * <p>Nothing is repeated. What was refused, or never sent, has failed; the outcome of what was sent
 * and not answered is unknown.
 */
final class RedisSession implements AutoCloseable {
  private static final Duration SENTINEL_TIMEOUT = Duration.ofSeconds(1);

  /** More patience than a call of a run has. */
  private static final Duration MASTER_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final int WAIT_MILLIS = 1_000;

  private final RedisNodes nodes;
  private final ClientView view;
  private final RedisSettings settings;
  private final RedisConnection sentinel;

  /** The node that {@link #server} is a connection to. */
  private String master = "";

  private volatile RedisConnection server;

  /**
   * Connects.
   *
   * @throws IOException if the sentinel, or the master that it names, does not answer
   */
  RedisSession(RedisNodes nodes, ClientView view, RedisSettings settings) throws IOException {
    this.nodes = nodes;
    this.view = view;
    this.settings = settings;
    this.sentinel = new RedisConnection(nodes.sentinel(view.node()), SENTINEL_TIMEOUT);
    try {
      server();
    } catch (DefiniteFailure failed) {
      close();
      throw new IOException(failed.getMessage(), failed);
    }
  }

  /** Calls a command that changes nothing. */
  Object read(String... words) throws IOException, DefiniteFailure {
    return send(List.of(List.of(words))).getFirst();
  }

  /** Calls a command that may change something, and waits for replicas, if it has to. */
  Object update(String... words) throws IOException, DefiniteFailure {
    return send(withWait(List.of(List.of(words)))).getFirst();
  }

  /** Calls commands as one transaction; the answer to each. */
  List<?> transaction(List<List<String>> commands) throws IOException, DefiniteFailure {
    List<List<String>> all = new ArrayList<>();
    all.add(List.of("MULTI"));
    all.addAll(commands);
    all.add(List.of("EXEC"));
    List<Object> answers = send(withWait(all));
    Object executed = answers.get(all.size() - 1);
    if (!"OK".equals(answers.getFirst()) || !(executed instanceof List<?> results)) {
      throw new UnexpectedAnswerException(
          "MULTI: %s, EXEC: %s".formatted(answers.getFirst(), executed));
    }
    for (Object result : results) {
      if (result instanceof RedisRefusal refusal) {
        throw new IOException("one command of a transaction failed: " + refusal.getMessage());
      }
    }
    return results;
  }

  /** What commands answer that did something, or found something. */
  static boolean isOne(Object answer) {
    return Long.valueOf(1).equals(answer);
  }

  /**
   * A number that was stored or counted.
   *
   * @throws UnexpectedAnswerException if the answer is none
   */
  static long number(Object answer) throws UnexpectedAnswerException {
    try {
      return Long.parseLong(String.valueOf(answer));
    } catch (NumberFormatException none) {
      throw new UnexpectedAnswerException("a number was expected: " + answer);
    }
  }

  /** The same, and nothing where there is none. */
  static OptionalLong numberIfAny(Object answer) throws UnexpectedAnswerException {
    return answer == null ? OptionalLong.empty() : OptionalLong.of(number(answer));
  }

  private List<List<String>> withWait(List<List<String>> commands) {
    if (settings.acknowledging() == 0) {
      return commands;
    }
    List<List<String>> all = new ArrayList<>(commands);
    all.add(
        List.of("WAIT", Integer.toString(settings.acknowledging()), Integer.toString(WAIT_MILLIS)));
    return all;
  }

  /** Of several commands the last but WAIT decides whether anything was done. */
  private List<Object> send(List<List<String>> commands) throws IOException, DefiniteFailure {
    RedisConnection connection = server();
    try {
      List<Object> answers = connection.pipeline(commands);
      boolean isWaited = commands.getLast().getFirst().equals("WAIT");
      Object decisive = answers.get(commands.size() - (isWaited ? 2 : 1));
      if (decisive instanceof RedisRefusal refusal) {
        throw refusal;
      }
      if (isWaited) {
        requireReplicas(answers.getLast());
      }
      return answers;
    } catch (RedisRefusal refusal) {
      disconnect();
      if (refusal.isDefinite()) {
        throw new DefiniteFailure("refused: " + refusal.getMessage());
      }
      throw refusal;
    } catch (IOException failed) {
      disconnect();
      throw failed;
    }
  }

  private void requireReplicas(Object acknowledged) throws IOException {
    if (!(acknowledged instanceof Long count) || count < settings.acknowledging()) {
      throw new IOException(
          "WAIT %d: %s replicas acknowledged the write"
              .formatted(
                  settings.acknowledging(),
                  acknowledged instanceof RedisRefusal refusal
                      ? refusal.getMessage()
                      : acknowledged));
    }
  }

  /** The connection to the master. Until it is returned, nothing was sent. */
  private RedisConnection server() throws DefiniteFailure {
    RedisConnection current = server;
    if (current != null && !settings.asksBeforeCalls()) {
      return current;
    }
    String named;
    try {
      named = nodes.master(sentinel);
    } catch (IOException failed) {
      throw DefiniteFailure.clientLost("no-sentinel: " + failed.getMessage());
    }
    if (current != null && named.equals(master)) {
      return current;
    }
    disconnect();
    try {
      Address address = named.equals(view.node()) ? view.address() : nodes.server(named);
      current = new RedisConnection(address, CONNECT_TIMEOUT);
      server = current;
      if (!current.isMaster()) {
        disconnect();
        throw new DefiniteFailure("not-master: Sentinel names %s, a replica".formatted(named));
      }
      current.waitFor(MASTER_TIMEOUT);
    } catch (IOException failed) {
      disconnect();
      throw new DefiniteFailure("no-master: %s: %s".formatted(named, failed.getMessage()));
    }
    master = named;
    return current;
  }

  private void disconnect() {
    RedisConnection open = server;
    if (open != null) {
      open.close();
      server = null;
    }
  }

  /** May be called while a call is made, which then ends. */
  @Override
  public void close() {
    sentinel.close();
    RedisConnection open = server;
    if (open != null) {
      open.close();
    }
  }
}
