package com.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * A key-value server: {@code GET /KEY}, {@code PUT /KEY} with a value, {@code POST /KEY} with an
 * expected value and its replacement.
 */
public final class Server {
  private final Map<String, String> values = new HashMap<>();
  private final FileChannel log;

  private Server(FileChannel log) {
    this.log = log;
  }

  /** Arguments: the port, and the file that keeps all changes, or "memory" to forget them. */
  public static void main(String[] arguments) throws IOException {
    Server server;
    if (arguments[1].equals("memory")) {
      server = new Server(null);
    } else {
      Path file = Path.of(arguments[1]);
      boolean isThere = Files.exists(file);
      server =
          new Server(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
      if (isThere) {
        // The last line may be cut off where the process was killed; it was never acknowledged.
        Files.readString(file)
            .lines()
            .map(line -> line.split(" "))
            .filter(l -> l.length == 3)
            .forEach(line -> server.values.put(line[0], line[1]));
      }
    }
    int port = Integer.parseInt(arguments[0]);
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    http.createContext("/", server::answer);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
  }

  private void answer(HttpExchange call) throws IOException {
    String key = call.getRequestURI().getPath().substring(1);
    String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String value;
    int status = 200;
    synchronized (this) {
      value = values.getOrDefault(key, "");
      if (call.getRequestMethod().equals("PUT")) {
        change(key, body);
      } else if (call.getRequestMethod().equals("POST")) {
        String[] words = body.split(" ");
        if (value.equals(words[0])) {
          change(key, words[1]);
        } else {
          status = 409;
        }
      }
    }
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(status, text.length == 0 ? -1 : text.length);
    try (call) {
      call.getResponseBody().write(text);
    }
  }

  private void change(String key, String value) throws IOException {
    if (log != null) {
      String line = key + " " + value + " .\n";
      log.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
      log.force(false);
    }
    values.put(key, value);
  }
}
