package dev.ordeal.targets.rqlite;

import dev.ordeal.targets.Address;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.client.UnexpectedAnswerException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests to one node, and what clients of all types need.
 *
 * <p>Each request is sent once: Java's client does not repeat a POST.
 */
final class RqliteSession implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Said before anything was handed to Raft. */
  private static final List<String> NOTHING_DONE = List.of("leader not found", "not leader");

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE IF NOT EXISTS registers (id INTEGER PRIMARY KEY, value INTEGER)",
          "CREATE TABLE IF NOT EXISTS members (owner INTEGER, element INTEGER,"
              + " PRIMARY KEY (owner, element))",
          "CREATE TABLE IF NOT EXISTS counters (id INTEGER PRIMARY KEY, count INTEGER)",
          "CREATE TABLE IF NOT EXISTS queues (id INTEGER PRIMARY KEY AUTOINCREMENT, queue INTEGER,"
              + " element INTEGER)",
          "CREATE TABLE IF NOT EXISTS ids (id INTEGER PRIMARY KEY AUTOINCREMENT)",
          "CREATE TABLE IF NOT EXISTS permits (permit INTEGER, holder TEXT,"
              + " PRIMARY KEY (permit, holder))",
          "CREATE TABLE IF NOT EXISTS accounts (id INTEGER PRIMARY KEY, balance INTEGER)",
          "CREATE TABLE IF NOT EXISTS lists (id INTEGER PRIMARY KEY AUTOINCREMENT, list INTEGER,"
              + " element INTEGER)",
          "CREATE TABLE IF NOT EXISTS sets (owner INTEGER, element INTEGER,"
              + " PRIMARY KEY (owner, element))",
          "CREATE TABLE IF NOT EXISTS cells (id INTEGER PRIMARY KEY, value INTEGER)");

  private final String base;
  private final String level;
  private final Duration timeout;
  private final HttpClient http;

  /**
   * @param level rqlite's read consistency
   * @param timeout of each request
   */
  RqliteSession(Address node, String level, Duration timeout) {
    this.base = "http://" + node;
    this.level = level;
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  /**
   * One with more patience than a run has, to a node that answers.
   *
   * @throws IOException if it does not; nothing was sent that changes anything
   */
  static RqliteSession probed(Address node, String level) throws IOException {
    RqliteSession session = new RqliteSession(node, level, TIMEOUT);
    try {
      session.get("/readyz?noleader");
      return session;
    } catch (InterruptedException interrupted) {
      session.close();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a connection was made", interrupted);
    } catch (IOException failed) {
      session.close();
      throw failed;
    }
  }

  /** A statement of SQL and the values of its parameters. */
  record Statement(String sql, List<Object> values) {
    Statement(String sql, Object... values) {
      this(sql, List.of(values));
    }

    private List<Object> json() {
      List<Object> words = new ArrayList<>();
      words.add(sql);
      words.addAll(values);
      return words;
    }
  }

  /**
   * Changes something by one statement.
   *
   * @return how many rows were changed
   * @throws DefiniteFailure if nothing was done
   * @throws IOException if whether it was done is unknown
   */
  long change(String sql, Object... values)
      throws IOException, InterruptedException, DefiniteFailure {
    return changed(inTransaction(List.of(new Statement(sql, values))).getFirst());
  }

  /** How many rows a statement changed, by its result. */
  static long changed(JsonNode result) {
    return result.path("rows_affected").asLong(0);
  }

  /** What the database named a row that a statement inserted. */
  static long insertedId(JsonNode result) throws IOException {
    JsonNode id = result.path("last_insert_id");
    if (!id.isIntegralNumber()) {
      throw new UnexpectedAnswerException("no last_insert_id in " + result);
    }
    return id.asLong();
  }

  /**
   * Executes statements as one transaction, which rqlite hands to Raft whole if one of them changes
   * anything.
   *
   * @return a result of each
   * @throws DefiniteFailure if nothing was done
   * @throws IOException if whether it was done is unknown
   */
  List<JsonNode> inTransaction(List<Statement> statements)
      throws IOException, InterruptedException, DefiniteFailure {
    return results(
        "/db/request?transaction&level=" + level,
        statements.stream().map(Statement::json).toList());
  }

  /**
   * Reads rows.
   *
   * @throws IOException if it failed, which a read does by itself
   */
  List<JsonNode> rows(String sql, Object... values) throws IOException, InterruptedException {
    try {
      return rows(
          results("/db/query?level=" + level, List.of(new Statement(sql, values).json()))
              .getFirst());
    } catch (DefiniteFailure failed) {
      throw new IOException(failed.getMessage(), failed);
    }
  }

  /** The rows of a result, each a sequence of values. */
  static List<JsonNode> rows(JsonNode result) {
    List<JsonNode> rows = new ArrayList<>();
    result.path("values").forEach(rows::add);
    return rows;
  }

  /**
   * A whole number of a row.
   *
   * @throws IOException if it is none
   */
  static long number(JsonNode value) throws IOException {
    if (!value.isIntegralNumber()) {
      throw new UnexpectedAnswerException("no whole number, but " + value);
    }
    return value.asLong();
  }

  /** Sees that the node says that it serves clients. */
  void requireReady() throws IOException, InterruptedException {
    HttpResponse<String> answer = get("/readyz");
    if (answer.statusCode() != 200) {
      throw new IOException(answer.body().strip().replaceAll("\\s*\\R\\s*", ", "));
    }
  }

  /** Whether the node's Raft takes itself for the leader. */
  boolean isLeader() throws IOException, InterruptedException {
    HttpResponse<String> answer = get("/status");
    return json(answer).at("/store/raft/state").asString("").equals("Leader");
  }

  /** Makes the tables that are not there yet. */
  void makeTables() throws IOException, InterruptedException {
    try {
      inTransaction(TABLES.stream().map(Statement::new).toList());
    } catch (DefiniteFailure refused) {
      throw new IOException("its tables cannot be made: " + refused.getMessage(), refused);
    }
  }

  private List<JsonNode> results(String path, List<List<Object>> statements)
      throws IOException, InterruptedException, DefiniteFailure {
    HttpResponse<String> answer;
    try {
      answer =
          http.send(
              request(path)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(statements)))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException refused) {
      throw DefiniteFailure.clientLost("connection-refused");
    }
    if (answer.statusCode() != 200) {
      throw failed(answer.body().strip(), "status " + answer.statusCode());
    }
    JsonNode body = json(answer);
    if (body.has("error")) {
      throw failed(body.path("error").asString(""), "an error");
    }
    List<JsonNode> results = new ArrayList<>();
    for (JsonNode result : body.path("results")) {
      if (result.has("error")) {
        throw new IOException("SQL: " + result.path("error").asString(""));
      }
      results.add(result);
    }
    if (results.size() != statements.size()) {
      throw new UnexpectedAnswerException(
          "%d results of %d statements".formatted(results.size(), statements.size()));
    }
    return results;
  }

  /** The exception for an error, definite if rqlite said it before it did anything. */
  private static IOException failed(String error, String otherwise) throws DefiniteFailure {
    if (NOTHING_DONE.contains(error)) {
      throw new DefiniteFailure(error.replace(' ', '-'));
    }
    return new IOException(error.isEmpty() ? otherwise : error);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(timeout);
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    try {
      return JSON.readTree(answer.body());
    } catch (JacksonException none) {
      throw new IOException("status " + answer.statusCode() + ", no JSON", none);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
