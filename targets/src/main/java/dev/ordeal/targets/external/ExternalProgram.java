package dev.ordeal.targets.external;

import dev.ordeal.targets.ClientView;
import dev.ordeal.targets.calls.Calls;
import dev.ordeal.targets.calls.Contract;
import dev.ordeal.targets.calls.Invocation;
import dev.ordeal.targets.foreign.ProtocolException;
import dev.ordeal.workloads.client.DefiniteFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client that is a program of its own. Opening it starts the program; it lives as long as its
 * answers keep to the protocol, and is killed with its descendants when it does not, when a call is
 * interrupted, and when it does not end by itself once its input has ended.
 *
 * <p>One thread at a time calls it; {@link #close} may come from another.
 */
public final class ExternalProgram implements Calls {
  /** Of the protocol; raised when a program that keeps to the old one would misunderstand. */
  static final int VERSION = 1;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration OPENING = Duration.ofSeconds(10);

  /** Longer than any call of a run lasts: the run interrupts it before. */
  private static final Duration CALL = Duration.ofMinutes(10);

  private static final Duration LAST_WORDS = Duration.ofMillis(500);
  private static final Duration FAREWELL = Duration.ofSeconds(1);
  private static final Duration DEATH = Duration.ofSeconds(5);
  private static final Duration LAST_LINES = Duration.ofMillis(500);
  private static final List<Integer> NOT_STARTED = List.of(126, 127);

  private final String shown;
  private final Process process;
  private final OutputStream input;
  private final Answers answers;
  private final ErrorOutput errors;
  private long lastId;

  /** Whether the program is not in the middle of a call and has kept to the protocol. */
  private volatile boolean isIdle;

  private ExternalProgram(ExternalCommand command, ClientView client) throws IOException {
    this.shown = command.shown();
    this.process =
        client.programs().start(command.words(), command.folder(), command.environment());
    String prefix = "[%s %d]".formatted(client.node(), process.pid());
    this.input = process.getOutputStream();
    this.answers = new Answers(process.getInputStream(), prefix + " stdout");
    this.errors =
        new ErrorOutput(process.getErrorStream(), client.programs().log(client.node()), prefix);
  }

  /**
   * Starts the program and waits until it says that it is open.
   *
   * @throws IOException if it does not; no call was made then
   * @throws ProtocolException if it cannot be started, or answers something else
   */
  public static ExternalProgram open(ExternalCommand command, Contract contract, ClientView client)
      throws IOException, InterruptedException {
    ExternalProgram program = new ExternalProgram(command, client);
    try {
      program.open(contract, client, command.options());
      return program;
    } catch (IOException | InterruptedException | RuntimeException failed) {
      program.close();
      throw failed;
    }
  }

  private void open(Contract contract, ClientView client, Map<String, String> options)
      throws IOException, InterruptedException {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("op", "open");
    message.put("protocol", VERSION);
    message.put("contract", contract.contractName());
    message.put("node", client.node());
    message.put("host", client.address().host());
    message.put("port", client.address().port());
    message.put("options", options);
    try {
      send(message);
    } catch (IOException closed) {
      // It has ended; its output says so, too, and its exit status why.
      errors.noteQuietly("open could not be sent: " + closed.getMessage());
    }
    Message answer = receive("open", OPENING);
    String op = answer.text("op");
    if (op.equals("opened")) {
      isIdle = true;
      return;
    }
    if (answer.text("type").equals("fail")) {
      throw new IOException("%s refused to open: %s".formatted(shown, answer.text("error")));
    }
    throw wrong(answer, "{\"op\": \"opened\"} expected");
  }

  @Override
  public JsonNode call(Invocation invocation) throws Exception {
    String function = invocation.function().name();
    requireQuiet(function);
    isIdle = false;
    long id = ++lastId;
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("op", "invoke");
    message.put("id", id);
    message.put("function", function);
    message.putAll(invocation.arguments());
    send(message);
    Message answer = receive(function, CALL);
    JsonNode answered = answer.json().path("id");
    if (!answered.isIntegralNumber()
        || !answered.canConvertToLong()
        || answered.longValue() != id) {
      throw wrong(answer, "\"id\": %d expected".formatted(id));
    }
    return switch (answer.text("type")) {
      case "ok" -> {
        String problem = answer.problem(invocation);
        if (!problem.isEmpty()) {
          throw wrong(answer, problem);
        }
        isIdle = true;
        yield answer.json().path("value");
      }
      case "fail" -> {
        JsonNode lost = answer.json().path("lost");
        if (!lost.isMissingNode() && !lost.isBoolean()) {
          throw wrong(answer, "\"lost\" must be true or false");
        }
        isIdle = true;
        String error = answer.error();
        throw lost.asBoolean(false)
            ? DefiniteFailure.clientLost(error)
            : new DefiniteFailure(error);
      }
      case "info" -> {
        isIdle = true;
        throw new IOException(answer.error());
      }
      default -> throw wrong(answer, "\"type\" must be ok, fail or info");
    };
  }

  /** Before anything is sent: an answer to nothing could be taken for one to the next call. */
  private void requireQuiet(String function)
      throws IOException, DefiniteFailure, InterruptedException {
    Answers.Answer early = answers.present();
    if (early != null && early.isEnd()) {
      throw DefiniteFailure.clientLost("no-client: " + ended("before " + function).getMessage());
    }
    if (early != null) {
      throw wrong(message("no call", early), "nothing was asked");
    }
  }

  private void send(Map<String, Object> message) throws IOException {
    input.write((JSON.writeValueAsString(message) + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
  }

  private Message receive(String asked, Duration patience)
      throws IOException, InterruptedException {
    Answers.Answer answer = answers.await(patience);
    if (answer == null) {
      throw new IOException(
          "%s: no answer to %s within %d s".formatted(shown, asked, patience.toSeconds()));
    }
    if (answer.isEnd()) {
      throw ended("in " + asked);
    }
    return message(asked, answer);
  }

  private Message message(String asked, Answers.Answer answer) throws ProtocolException {
    try {
      return Message.read(shown, asked, answer);
    } catch (ProtocolException violation) {
      throw noted(violation, answer.text());
    }
  }

  private ProtocolException wrong(Message answer, String problem) {
    return noted(answer.violation(problem), answer.text());
  }

  private ProtocolException noted(ProtocolException violation, String line) {
    isIdle = false;
    errors.noteQuietly(
        violation.getMessage() + "; the line: " + line.substring(0, Math.min(1000, line.length())));
    return violation;
  }

  /** That the program has ended, with its exit status and the last line of its standard error. */
  private IOException ended(String when) throws InterruptedException {
    isIdle = false;
    boolean isOver = process.waitFor(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    String status = isOver ? "ended with status " + process.exitValue() : "closed its output";
    String last = errors.last(LAST_WORDS);
    String why = last.isEmpty() ? "" : ": " + last;
    String text = "%s %s %s%s".formatted(shown, status, when, why);
    errors.noteQuietly(text);
    // A shell could not start it: that is no matter of the database.
    return isOver && lastId == 0 && NOT_STARTED.contains(process.exitValue())
        ? ProtocolException.notStarted(text)
        : new IOException(text);
  }

  @Override
  public void close() {
    try {
      if (isIdle) {
        input.close();
        process.waitFor(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (IOException gone) {
      // It is killed below.
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    kill();
    answers.close();
  }

  /** Kills the program and what it started; what that started meanwhile ends with the run. */
  private void kill() {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    for (ProcessHandle one : started) {
      one.descendants().forEach(ProcessHandle::destroyForcibly);
      one.destroyForcibly();
    }
    boolean wasInterrupted = Thread.interrupted();
    try {
      process.waitFor(DEATH.toMillis(), TimeUnit.MILLISECONDS);
      // What it printed last is in the log when its client is closed.
      errors.last(LAST_LINES);
    } catch (InterruptedException again) {
      wasInterrupted = true;
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
