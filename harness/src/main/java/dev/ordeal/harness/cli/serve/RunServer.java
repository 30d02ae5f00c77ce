package dev.ordeal.harness.cli.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ordeal.harness.cli.compare.ComparedRun;
import dev.ordeal.harness.cli.compare.SideBySide;
import dev.ordeal.harness.cli.option.ListenAddress;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.results.browse.BrowseHtml;
import dev.ordeal.results.browse.RunIndex;
import dev.ordeal.results.browse.RunQuery;
import dev.ordeal.results.report.Printable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Serves saved runs over HTTP: a list at {@code /}, two beside each other at {@code /compare}, and
 * their files below {@code /files}. Only GET and HEAD; nothing is written anywhere.
 */
final class RunServer implements AutoCloseable {
  private static final int FILES_MAX = 10_000;

  private static final int OK = 200;
  private static final int FOUND = 302;
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int FAILED = 500;

  /** Pages bring their own scripts and styles; from elsewhere they load nothing. */
  private static final String POLICY =
      "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:;"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private final HttpServer server;

  /** One for each request, however many read slowly. */
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private final List<Path> roots;
  private final Access access;
  private final RunIndex index;
  private final SavedFiles files;

  /**
   * Listens from now on.
   *
   * @param roots folders of runs or campaigns
   * @throws java.net.BindException if the port is taken
   */
  RunServer(InetSocketAddress address, List<Path> roots, Access access) throws IOException {
    this.roots = List.copyOf(roots);
    this.access = access;
    this.index = new RunIndex(roots);
    this.files = new SavedFiles(roots);
    this.server = HttpServer.create(address, 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** The address to open, with the token if one is asked for. */
  String url() {
    String host =
        server.getAddress().getAddress().isAnyLocalAddress()
            ? ownName()
            : server.getAddress().getHostString();
    return "http://%s/%s"
        .formatted(
            ListenAddress.inUrl(host, server.getAddress().getPort()),
            access.token().map(token -> "?" + Access.PARAMETER + "=" + token).orElse(""));
  }

  /** What others call this machine, as far as it knows. */
  private static String ownName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
      exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      try {
        permitted(exchange);
      } catch (UsageException | IllegalArgumentException | NoSuchFileException wrong) {
        text(exchange, BAD_REQUEST, String.valueOf(wrong.getMessage()));
      } catch (IOException | RuntimeException failed) {
        // Too late for another answer if the first has begun; then the connection ends.
        if (exchange.getResponseCode() < 0) {
          text(exchange, FAILED, String.valueOf(failed.getMessage()));
        }
      }
    }
  }

  private void permitted(HttpExchange exchange) throws IOException {
    Map<String, String> parameters = parameters(exchange.getRequestURI());
    if (!access.isNamed(exchange.getRequestHeaders().getFirst("Host"))) {
      text(exchange, FORBIDDEN, "this server answers to localhost only");
    } else if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      text(exchange, NOT_ALLOWED, "nothing can be changed here");
    } else if (access.opens(parameters.get(Access.PARAMETER))) {
      exchange
          .getResponseHeaders()
          .set(
              "Set-Cookie",
              "%s=%s; HttpOnly; SameSite=Lax; Path=/"
                  .formatted(Access.COOKIE, parameters.get(Access.PARAMETER)));
      exchange.getResponseHeaders().set("Location", "/");
      text(exchange, FOUND, "");
    } else if (!access.allows(exchange.getRequestHeaders().getFirst("Cookie"))) {
      text(exchange, FORBIDDEN, "open the address that 'ordeal serve' printed: it has a token");
    } else {
      route(exchange, parameters);
    }
  }

  private void route(HttpExchange exchange, Map<String, String> parameters) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path == null) {
      text(exchange, NOT_FOUND, "nothing is here");
    } else if (path.equals("/")) {
      String where = String.join(", ", roots.stream().map(Path::toString).toList());
      html(exchange, BrowseHtml.of(where, index.all(), RunQuery.of(parameters)));
    } else if (path.equals("/compare")) {
      html(exchange, compared(values(exchange.getRequestURI(), "run")));
    } else if (path.startsWith("/files/")) {
      file(exchange, path.substring("/files/".length()));
    } else {
      text(exchange, NOT_FOUND, "nothing is here");
    }
  }

  private String compared(List<String> runs) throws IOException {
    if (runs.size() != 2) {
      throw new UsageException("choose two runs to compare, not " + runs.size());
    }
    List<ComparedRun> both = new ArrayList<>();
    for (String run : runs) {
      Path folder = files.find(run).orElseThrow(() -> new UsageException("no such run: " + run));
      both.add(ComparedRun.open(folder));
    }
    return BrowseHtml.text("Two runs", SideBySide.lines(both.getFirst(), both.getLast()));
  }

  private void file(HttpExchange exchange, String path) throws IOException {
    Optional<Path> found = files.find(path);
    if (found.isEmpty()) {
      text(exchange, NOT_FOUND, "no such file");
    } else if (Files.isDirectory(found.get())) {
      html(exchange, listing(path, found.get()));
    } else {
      // A report may come from anywhere: its scripts run apart from all other pages of this server.
      exchange
          .getResponseHeaders()
          .set("Content-Security-Policy", POLICY + "; sandbox allow-scripts");
      exchange.getResponseHeaders().set("Content-Type", SavedFiles.type(found.get()));
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(OK, -1);
        return;
      }
      // Of unknown length: a run that goes on still writes its history.
      exchange.sendResponseHeaders(OK, 0);
      try (OutputStream body = exchange.getResponseBody()) {
        Files.copy(found.get(), body);
      }
    }
  }

  private static String listing(String path, Path folder) throws IOException {
    String here = "/files/" + BrowseHtml.path(path.replaceFirst("/+$", "")) + "/";
    try (Stream<Path> all = Files.list(folder)) {
      List<String> names =
          all.sorted()
              .limit(FILES_MAX)
              .map(file -> file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
              .toList();
      return BrowseHtml.files(folder.getFileName().toString(), here, names);
    }
  }

  private static Map<String, String> parameters(URI address) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String[] each : pairs(address)) {
      parameters.put(each[0], each[1]);
    }
    return parameters;
  }

  private static List<String> values(URI address, String name) {
    return pairs(address).stream()
        .filter(each -> each[0].equals(name))
        .map(each -> each[1])
        .toList();
  }

  private static List<String[]> pairs(URI address) {
    List<String[]> pairs = new ArrayList<>();
    if (address.getRawQuery() != null) {
      for (String pair : address.getRawQuery().split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          pairs.add(
              new String[] {
                decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1))
              });
        }
      }
    }
    return pairs;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void html(HttpExchange exchange, String page) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    body(exchange, OK, page);
  }

  private static void text(HttpExchange exchange, int code, String text) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    body(exchange, code, Printable.of(text) + "\n");
  }

  private static void body(HttpExchange exchange, int code, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(code, -1);
      return;
    }
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
