package dev.ordeal.targets.host;

import dev.ordeal.targets.jvm.ParentWatchdog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A node that tells what it sees of the cluster: {@code NAME DATA CLIENT PEER OTHER=HOST:PORT…}.
 *
 * <p>A client asks {@code ping OTHER} (milliseconds, or none), {@code heard OTHER} (how many pings
 * came from there), {@code serve PORT}, {@code end OTHER}, {@code send OTHER COUNT PORT} and {@code
 * received OTHER PORT} (datagrams; port 0 is the usual one), {@code clock}, {@code spin MILLIS}
 * (how long that much work takes), and of files of its data {@code put NAME TEXT}, {@code sync
 * NAME} and {@code get NAME}. Connections to others are kept, as databases do.
 */
public final class ProbeNode {
  private static final int PATIENCE_MILLIS = 1_500;

  private final Map<String, Socket> connections = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> heard = new ConcurrentHashMap<>();
  private final Map<String, InetSocketAddress> others = new ConcurrentHashMap<>();
  private final String name;
  private final Path data;

  private final Datagrams datagrams;

  private ProbeNode(String[] arguments) throws IOException {
    name = arguments[0];
    datagrams = new Datagrams(name, address(arguments[3]));
    data = Path.of(arguments[1]);
    for (int i = 4; i < arguments.length; i++) {
      int split = arguments[i].indexOf('=');
      others.put(arguments[i].substring(0, split), address(arguments[i].substring(split + 1)));
    }
  }

  public static void main(String[] arguments) throws IOException {
    ParentWatchdog.endWithInput();
    ProbeNode node = new ProbeNode(arguments);
    serve(address(arguments[3]), node::peer);
    serve(address(arguments[2]), node::client);
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  private static void serve(InetSocketAddress address, UnaryOperator<String> answers)
      throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(address);
    Thread.ofPlatform()
        .start(
            () -> {
              while (true) {
                try {
                  Socket socket = server.accept();
                  Thread.ofPlatform().daemon().start(() -> answer(socket, answers));
                } catch (IOException failed) {
                  System.out.println(failed);
                }
              }
            });
  }

  private static void answer(Socket socket, UnaryOperator<String> answers) {
    try (socket;
        BufferedReader in = reader(socket)) {
      socket.setTcpNoDelay(true);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        write(socket, answers.apply(line));
      }
    } catch (IOException gone) {
      // Whoever asked knows.
    }
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void write(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private String peer(String from) {
    heard.computeIfAbsent(from, f -> new AtomicInteger()).incrementAndGet();
    return "pong";
  }

  private String client(String line) {
    String[] words = line.split(" ");
    return switch (words[0]) {
      case "ping" -> ping(words[1]);
      case "heard" -> String.valueOf(heard.getOrDefault(words[1], new AtomicInteger()));
      case "serve" -> datagrams.serve(Integer.parseInt(words[1]));
      case "send" -> send(others.get(words[1]), Integer.parseInt(words[2]), words[3]);
      case "end" -> datagrams.end(others.get(words[1]));
      case "received" -> datagrams.received(words[1], Integer.parseInt(words[2]));
      case "clock" -> Long.toString(System.currentTimeMillis());
      case "say" -> say(words[1]);
      case "spin" -> spin(Long.parseLong(words[1]));
      case "take" -> take(Integer.parseInt(words[1]));
      case "put" -> file(words[1], put(words));
      case "sync" -> file(words[1], ProbeNode::sync);
      case "get" -> file(words[1], file -> Files.readString(file, StandardCharsets.ISO_8859_1));
      default -> name;
    };
  }

  private String send(InetSocketAddress to, int count, String port) {
    return datagrams.send(
        port.equals("0") ? to : new InetSocketAddress(to.getAddress(), Integer.parseInt(port)),
        count);
  }

  /** Its standard output is its log. */
  private static String say(String word) {
    System.out.println(word);
    return "ok";
  }

  /** How many milliseconds it takes to use a processor for so many. */
  private static String spin(long millis) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long began = System.nanoTime();
    long used = threads.getCurrentThreadCpuTime();
    while (threads.getCurrentThreadCpuTime() - used < millis * 1_000_000) {
      Thread.onSpinWait();
    }
    return Long.toString((System.nanoTime() - began) / 1_000_000);
  }

  /** Takes so many mebibytes of memory outside the heap, all of which is written; how many. */
  private static String take(int mebibytes) {
    return Integer.toString(ByteBuffer.allocateDirect(mebibytes << 20).capacity() >> 20);
  }

  private interface Use {
    String of(Path file) throws IOException;
  }

  private String file(String file, Use use) {
    try {
      return use.of(Files.createDirectories(data).resolve(file));
    } catch (IOException | RuntimeException failed) {
      return ("failed " + failed).replace('\n', ' ');
    }
  }

  private static Use put(String[] words) {
    return file -> {
      Files.writeString(file, words[2], StandardCharsets.ISO_8859_1);
      return "ok";
    };
  }

  private static String sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    return "ok";
  }

  private static void close(Socket broken) {
    try {
      if (broken != null) {
        broken.close();
      }
    } catch (IOException alreadyClosed) {
      // As wanted.
    }
  }

  private String ping(String other) {
    long began = System.nanoTime();
    try {
      Socket socket = connections.get(other);
      if (socket == null) {
        socket = new Socket();
        socket.connect(others.get(other), PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        connections.put(other, socket);
      }
      write(socket, name);
      if (reader(socket).readLine() == null) {
        throw new IOException("closed");
      }
      return Long.toString((System.nanoTime() - began) / 1_000_000);
    } catch (IOException silent) {
      close(connections.remove(other));
      return "none";
    }
  }
}
