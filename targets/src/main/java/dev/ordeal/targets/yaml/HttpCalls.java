package dev.ordeal.targets.yaml;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.calls.Calls;
import dev.ordeal.targets.calls.Function;
import dev.ordeal.targets.calls.Invocation;
import dev.ordeal.workloads.client.DefiniteFailure;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A client whose calls are HTTP requests, each sent once, with connections of its own. */
final class HttpCalls implements Calls {
  /** Longer than any call of a run lasts: the run interrupts it before. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Map<Function, HttpFunction> functions;
  private final Address server;
  private final Map<String, String> values;
  private final HttpClient http = Http.client(PATIENCE);

  /**
   * @param values of the names that {@link Names#ofClient} lists
   */
  HttpCalls(Map<Function, HttpFunction> functions, Address server, Map<String, String> values) {
    this.functions = functions;
    this.server = server;
    this.values = new HashMap<>(values);
    this.values.put("client.id", UUID.randomUUID().toString());
  }

  @Override
  public JsonNode call(Invocation invocation)
      throws IOException, InterruptedException, DefiniteFailure {
    HttpFunction function = functions.get(invocation.function());
    Map<String, String> all = new HashMap<>(values);
    invocation.arguments().forEach((name, value) -> all.put(name, value.toString()));
    return function.result(
        shown(function, invocation), Http.send(http, function.request().of(server, all, PATIENCE)));
  }

  /** The request with the call's arguments; options stay names, for they may be secrets. */
  private static String shown(HttpFunction function, Invocation invocation) {
    String shown = function.request().shown();
    for (Map.Entry<String, ?> argument : invocation.arguments().entrySet()) {
      shown = shown.replace("${" + argument.getKey() + "}", argument.getValue().toString());
    }
    return shown;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
