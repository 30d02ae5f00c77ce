package dev.ordeal.harness.probe;

import dev.ordeal.results.run.Failures;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;

/** An address that answers with a status below 400 while all is well. */
record HttpProbe(String text, URI address) implements Probe {
  private static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  HttpProbe {
    requireHost(address);
  }

  static void requireHost(URI address) {
    if (address.getHost() == null) {
      throw new IllegalArgumentException("there is no host in it");
    }
  }

  /** What an address answers. */
  static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public Optional<String> problem() throws InterruptedException {
    try {
      int status = get(address).statusCode();
      return status < 400 ? Optional.empty() : Optional.of("HTTP status " + status);
    } catch (IOException failed) {
      return Optional.of("no answer: " + Failures.text(failed));
    }
  }
}
