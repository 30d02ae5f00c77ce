package dev.ordeal.targets.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Requests over HTTP 1.1: no redirects, no proxies of the system, and no repetitions but of GET and
 * HEAD, which Java's client may send twice.
 */
final class Http {
  private static final int BODY_MAX = 1 << 20;
  private static final int SHOWN_MAX = 60;

  private Http() {}

  /**
   * A response.
   *
   * @param body as text
   * @param isWhole whether the response says where its body ends; one that ends with its connection
   *     may have been cut off
   */
  record Response(int status, String body, boolean isWhole) {
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
   * Sends a request. Its time limit, which it must have, holds for all of the answer; Java's client
   * heeds it until the body begins.
   *
   * @throws IOException if there is no whole answer in time, or one of more than 1 MiB
   */
  static Response send(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    Duration limit = request.timeout().orElseThrow();
    long began = System.nanoTime();
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    long left = Math.max(1, limit.toNanos() - (System.nanoTime() - began));
    byte[] bytes = body(response.body(), left, limit);
    boolean isWhole =
        response.headers().firstValue("Content-Length").isPresent()
            || response.headers().firstValue("Transfer-Encoding").isPresent();
    return new Response(response.statusCode(), new String(bytes, StandardCharsets.UTF_8), isWhole);
  }

  private static byte[] body(InputStream body, long left, Duration limit) throws IOException {
    CompletableFuture<Boolean> isLate = new CompletableFuture<>();
    CompletableFuture<Void> closing =
        isLate
            .completeOnTimeout(true, left, TimeUnit.NANOSECONDS)
            .thenAccept(late -> closeIf(late, body));
    try (body) {
      byte[] bytes = body.readNBytes(BODY_MAX + 1);
      if (bytes.length > BODY_MAX) {
        throw new IOException("an answer of more than " + BODY_MAX + " bytes");
      }
      if (isLate.complete(false)) {
        return bytes;
      }
      throw new IOException("closed");
    } catch (IOException failed) {
      throw isLate.getNow(false)
          ? new IOException("the answer has not ended within %d s".formatted(limit.toSeconds()))
          : failed;
    } finally {
      isLate.complete(false);
      closing.join();
    }
  }

  /** Ends a read of a body that another thread waits for. */
  private static void closeIf(boolean isLate, InputStream body) {
    if (isLate) {
      try {
        body.close();
      } catch (IOException alreadyGone) {
        // Closing is all that was wanted.
      }
    }
  }

  /** The reason of a failure; connections that are refused have none of their own. */
  static String shown(IOException failed) {
    String message = failed.getMessage();
    return message == null || message.isBlank() ? failed.getClass().getSimpleName() : message;
  }
}
