package dev.ordeal.harness.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.results.browse.RunIndex;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser gets, and what nobody gets. */
class RunServerTest {
  private static final Path SAVED = Path.of("src/test/resources/golden/run");
  private static final String NAME = "brittle-register/2026-11-29T11-25-52.671Z-7";
  private static final String TOKEN = "0123456789abcdef";

  @TempDir private Path folder;
  private Path root;
  private Path run;
  private RunServer server;

  @BeforeEach
  void aRunAndAFileThatIsNobodysBusiness() throws IOException {
    Files.writeString(folder.resolve("secret"), "secret");
    root = Files.createDirectories(folder.resolve("my runs"));
    run = Files.createDirectories(root.resolve(NAME));
    for (String file : List.of("run.json", "verdict.json", "report.html", "history.jsonl")) {
      Files.copy(SAVED.resolve(file), run.resolve(file));
    }
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private void serve(Optional<String> token) throws IOException {
    server =
        new RunServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            List.of(root),
            new Access(token, true));
  }

  /** The raw answer to a raw request: clients tidy paths up. */
  private String asked(String line, String... headers) throws IOException {
    int port = URI.create(server.url()).getPort();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      String host =
          List.of(headers).stream().anyMatch(header -> header.startsWith("Host:"))
              ? ""
              : "Host: localhost\r\n";
      String rest = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      out.write(
          (line + " HTTP/1.1\r\n" + host + rest + "Connection: close\r\n\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      try (InputStream in = socket.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  @Test
  void listsFindsComparesAndOpensRuns() throws IOException {
    serve(Optional.empty());
    String list = asked("GET /");
    assertThat(list)
        .startsWith("HTTP/1.1 200")
        .contains("1 run.", "brittle register", "INVALID", "stale-read: Read #172")
        .contains("/files/0/" + NAME + "/report.html");
    assertThat(asked("GET /?q=STALE+register&state=INVALID")).contains("1 run.");
    assertThat(asked("GET /?q=nothing-like-it")).contains("0 runs of 1", "None.");
    assertThat(asked("GET /?page=-3&sort=x&state=%3Cscript%3E")).contains("0 runs of 1");
    assertThat(asked("GET /files/0/" + NAME + "/report.html"))
        .startsWith("HTTP/1.1 200")
        .contains("text/html", "sandbox allow-scripts", "<svg");
    assertThat(asked("GET /files/0/" + NAME + "/")).contains("history.jsonl</a>");
    assertThat(asked("GET /compare?run=0/" + NAME + "&run=0/" + NAME)).contains("stale-read");
    assertThat(asked("GET /compare?run=0/" + NAME)).startsWith("HTTP/1.1 400");
    assertThat(asked("HEAD /")).startsWith("HTTP/1.1 200").doesNotContain("brittle");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/files/0/../secret",
        "/files/0/%2e%2e/secret",
        "/files/0/..%2fsecret",
        "/files/0/%2e%2e%2fsecret",
        "/files/0//etc/passwd",
        "/files/0/brittle-register/../../secret",
        "/files/1/secret",
        "/files/-1/secret",
        "/files/0/link",
        "/files/0/links/secret",
        "/files/0/%00",
        "/files/99999999999/x",
        "/compare?run=0/../&run=0/..",
        "//etc/passwd"
      })
  void noPathLeadsOut(String path) throws IOException {
    Files.createSymbolicLink(root.resolve("link"), folder.resolve("secret"));
    Files.createSymbolicLink(root.resolve("links"), folder);
    serve(Optional.empty());
    assertThat(asked("GET " + path))
        .containsPattern("^HTTP/1.1 40[04]")
        .doesNotContain("secret\n", "root:");
  }

  @Test
  void whatRunsAndNodesSayIsTextAndNoScript() throws IOException {
    String bad = "<script>alert(1)</script>";
    String info = Files.readString(run.resolve("run.json"));
    Files.writeString(
        run.resolve("run.json"),
        info.replaceFirst("\"target\" : \"[^\"]*\"", "\"target\" : \"" + bad + "\""));
    Files.writeString(run.resolve("node.html"), bad);
    Files.writeString(run.resolve("<img src=x>"), bad);
    serve(Optional.empty());
    assertThat(asked("GET /")).contains("&lt;script&gt;alert").doesNotContain(bad);
    assertThat(asked("GET /?q=" + "%3Cscript%3Ealert(1)%3C/script%3E")).doesNotContain(bad);
    assertThat(asked("GET /files/0/" + NAME + "/")).doesNotContain("<img");
    assertThat(asked("GET /files/0/" + NAME + "/node.html"))
        .containsIgnoringCase("content-type: text/plain")
        .containsIgnoringCase("x-content-type-options: nosniff");
    assertThat(asked("GET /")).containsIgnoringCase("content-security-policy: default-src 'none'");
  }

  @Test
  void whoDoesNotFinishARequestKeepsNobodyWaiting() throws IOException {
    serve(Optional.empty());
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket socket =
            new Socket(InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort());
        slow.add(socket);
        socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.ISO_8859_1));
      }
      assertThat(asked("GET /")).contains("1 run.");
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void foldersMayHaveAnyName() throws IOException {
    String name = "o'dd/back\\slash #1 ?x=100%25 ü";
    Files.createDirectories(root.resolve(name).getParent());
    Files.move(run, root.resolve(name));
    serve(Optional.empty());
    String list = asked("GET /");
    String link = list.replaceAll("(?s).*href=\"(/files/[^\"]*report.html)\".*", "$1");
    assertThat(asked("GET " + link)).startsWith("HTTP/1.1 200").contains("<svg");
    assertThat(asked("GET /?q=back%5Cslash")).contains("1 run.");
  }

  @Test
  void nothingIsChangedAndNoOtherNameIsAnsweredTo() throws IOException {
    serve(Optional.empty());
    for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
      assertThat(asked(method + " /", "Content-Length: 0")).startsWith("HTTP/1.1 405");
    }
    assertThat(asked("GET /", "Host: evil.example")).startsWith("HTTP/1.1 403");
    assertThat(asked("GET /", "Host: localhost.evil.example")).startsWith("HTTP/1.1 403");
    assertThat(asked("GET /", "Host: 127.0.0.1:80")).startsWith("HTTP/1.1 200");
  }

  @Test
  void withATokenOnlyWhoHasItLooks() throws IOException {
    serve(Optional.of(TOKEN));
    assertThat(server.url()).endsWith("/?token=" + TOKEN);
    assertThat(asked("GET /")).startsWith("HTTP/1.1 403").doesNotContain("brittle");
    assertThat(asked("GET /files/0/" + NAME + "/report.html")).startsWith("HTTP/1.1 403");
    assertThat(asked("GET /?token=wrong-0123456789")).startsWith("HTTP/1.1 403");
    assertThat(asked("GET /?token=" + TOKEN))
        .startsWith("HTTP/1.1 302")
        .containsIgnoringCase("set-cookie: ordeal-token=" + TOKEN + "; HttpOnly; SameSite=Lax");
    assertThat(asked("GET /", "Cookie: a=b; ordeal-token=" + TOKEN)).contains("brittle register");
    assertThat(asked("GET /", "Cookie: ordeal-token=" + TOKEN + "x")).startsWith("HTTP/1.1 403");
  }

  @Test
  void aRunThatGoesOnIsSeenAndChangesAreSeen() throws IOException {
    RunIndex index = new RunIndex(List.of(root));
    assertThat(index.all()).extracting("state").containsExactly("INVALID");
    Files.writeString(run.resolve("verdict.json"), "{\"valid\":{\"a\":1},\"anomalies\":7}");
    assertThat(index.all()).extracting("state").containsExactly("DAMAGED");
    Files.delete(run.resolve("verdict.json"));
    String info = Files.readString(run.resolve("run.json"));
    Files.writeString(run.resolve("run.json"), info.replace("\"finished\"", "\"running\""));
    assertThat(index.all()).as("its process is gone").extracting("state").containsExactly("KILLED");
    Files.writeString(run.resolve("run.json"), "{");
    assertThat(index.all()).extracting("state").containsExactly("DAMAGED");
    Files.delete(run.resolve("run.json"));
    Files.delete(run.resolve("history.jsonl"));
    assertThat(index.all()).isEmpty();
  }
}
