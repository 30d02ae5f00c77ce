package dev.ordeal.targets.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Requests over HTTP 1.1: no redirects, no proxies of the system, and no repetitions but of GET and
 * HEAD, which Java's client may send twice.
 */
final class Http {
  private static final int BODY_MAX = 1 << 20;
  private static final int SHOWN_MAX = 60;

  private Http() {}

  /** A response; the body as text. */
  record Response(int status, String body) {
    /** The beginning of the body, on one line. */
    String shown() {
      String line = body.strip().replaceAll("\\s+", " ");
      return line.length() > SHOWN_MAX ? line.substring(0, SHOWN_MAX - 1) + "…" : line;
    }
  }

  static HttpClient client(Duration patience) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(HttpClient.Builder.NO_PROXY)
        .connectTimeout(patience)
        .build();
  }

  /**
   * Sends a request.
   *
   * @throws IOException if there is no whole answer, or one of more than 1 MiB
   */
  static Response send(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      byte[] bytes = in.readNBytes(BODY_MAX + 1);
      if (bytes.length > BODY_MAX) {
        throw new IOException("an answer of more than " + BODY_MAX + " bytes");
      }
      return new Response(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
    }
  }

  /** The reason of a failure; connections that are refused have none of their own. */
  static String shown(IOException failed) {
    String message = failed.getMessage();
    return message == null || message.isBlank() ? failed.getClass().getSimpleName() : message;
  }
}
