package dev.ordeal.targets.yaml;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.yaml.Http.Response;
import dev.ordeal.targets.yaml.document.Node;
import dev.ordeal.targets.yaml.document.Section;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether a request is answered as expected. */
record HttpCheck(RequestTemplate request, Statuses statuses, Optional<Pattern> body)
    implements Check {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Of all checks of this process; it has no state but connections. */
  private static final HttpClient CLIENT = Http.client(PATIENCE);

  static HttpCheck of(Node value, Section section, Names names) {
    RequestTemplate request =
        RequestTemplate.of(value, section.find("headers"), section.find("send"), names.ofClient());
    Statuses statuses = section.find("status").map(Statuses::of).orElse(Statuses.SUCCESS);
    return new HttpCheck(request, statuses, section.pattern("body"));
  }

  @Override
  public boolean isOfConnections() {
    return true;
  }

  @Override
  public String problem(Address client, Started started, Map<String, String> values) {
    String asked = request.shown();
    try {
      Response response = Http.send(CLIENT, request.of(client, values, PATIENCE));
      if (!statuses.contain(response.status())) {
        return "%s: status %d, not %s: %s"
            .formatted(asked, response.status(), statuses, response.shown());
      }
      return body.isEmpty() || body.get().matcher(response.body()).find()
          ? ""
          : "%s: the body does not match '%s': %s".formatted(asked, body.get(), response.shown());
    } catch (IOException failed) {
      return "%s: %s".formatted(asked, Http.shown(failed));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return asked + ": interrupted";
    }
  }
}
