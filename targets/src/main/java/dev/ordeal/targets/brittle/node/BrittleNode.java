package dev.ordeal.targets.brittle.node;

import dev.ordeal.targets.jvm.ParentWatchdog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The program of a node: {@code BrittleNode NAME FOLDER DATA-FOLDER CLIENT-HOST:PORT PEER-HOST:PORT
 * DEFECTS ISOLATION PEER=HOST:PORT…}.
 *
 * <p>It ends when its standard input does, so that it does not outlive the process that started it;
 * see {@link ParentWatchdog}.
 */
public final class BrittleNode {
  private static final long REQUEST_PATIENCE_MILLIS = 1_500;

  private BrittleNode() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    String name = arguments[0];
    Path folder = Path.of(arguments[1]);
    Set<Defect> defects = Defect.parse(arguments[5]);
    ServerSocket clientPort = listen(address(arguments[3]));
    ServerSocket peerPort = listen(address(arguments[4]));
    Map<String, Peer> peers = new LinkedHashMap<>();
    List<String> nodes = new ArrayList<>();
    nodes.add(name);
    for (int i = 7; i < arguments.length; i++) {
      String peer = arguments[i].substring(0, arguments[i].indexOf('='));
      String address = arguments[i].substring(peer.length() + 1);
      nodes.add(peer);
      peers.put(peer, new Peer(peer, address(address)));
    }
    RaftLog log =
        new RaftLog(
            Files.createDirectories(Path.of(arguments[2])).resolve("raft.log"),
            !defects.contains(Defect.FORGETFUL),
            !defects.contains(Defect.UNSYNCED_LOG));
    NodeClock clock = new NodeClock(folder.resolve("clock-offset-ms"));
    Raft raft = new Raft(name, nodes, peers, log, clock, Isolation.byName(arguments[6]), defects);
    accept(peerPort, socket -> peer(socket, raft));
    accept(clientPort, socket -> client(socket, raft));
    ParentWatchdog.endWithInput();
    System.out.println("node " + name + " serves clients on port " + clientPort.getLocalPort());
    raft.run();
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  private static ServerSocket listen(InetSocketAddress address) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    try {
      socket.bind(address, 200);
    } catch (IOException busy) {
      socket.close();
      throw new IOException("Cannot listen on " + address + ": " + busy.getMessage(), busy);
    }
    return socket;
  }

  private static void accept(ServerSocket server, Consumer<Socket> handler) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              while (true) {
                try {
                  Socket socket = server.accept();
                  socket.setTcpNoDelay(true);
                  Thread.ofVirtual().start(() -> handler.accept(socket));
                } catch (IOException broken) {
                  System.out.println("accepting failed: " + broken);
                }
              }
            });
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void peer(Socket socket, Raft raft) {
    try (socket;
        BufferedReader in = reader(socket)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        raft.message(line);
      }
    } catch (IOException gone) {
      // The peer will connect again.
    }
  }

  private static void client(Socket socket, Raft raft) {
    try (socket;
        BufferedReader in = reader(socket)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        if (line.equals("status")) {
          raft.status(answer::complete);
        } else {
          raft.request(Entry.request(line.split(" ")), answer::complete);
        }
        String told =
            answer
                .completeOnTimeout("info timeout", REQUEST_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .join();
        socket.getOutputStream().write((told + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException gone) {
      // The client has to know what to make of it.
    }
  }
}
