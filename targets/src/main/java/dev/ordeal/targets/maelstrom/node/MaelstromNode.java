package dev.ordeal.targets.maelstrom.node;

import dev.ordeal.targets.jvm.ParentWatchdog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The program of a node: {@code MaelstromNode NAME CLIENT-HOST:PORT PEER-HOST:PORT
 * SERVICES-HOST:PORT TOPOLOGY PEER=HOST:PORT… -- COMMAND…}.
 *
 * <p>It starts the command, tells it its name and those of the others, and passes messages on until
 * the command ends, with whose exit status it ends. Without its own standard input it ends, too.
 */
public final class MaelstromNode {
  private MaelstromNode() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> words = Arrays.asList(arguments);
    int end = words.indexOf("--");
    String name = words.get(0);
    Map<String, Outlet> peers = new LinkedHashMap<>();
    List<String> nodes = new ArrayList<>(List.of(name));
    for (String word : words.subList(5, end)) {
      int equals = word.indexOf('=');
      nodes.add(word.substring(0, equals));
      peers.put(word.substring(0, equals), new Outlet(address(word.substring(equals + 1))));
    }
    nodes.sort(null);
    Outlet services = new Outlet(address(words.get(3)));
    NodeProgram program = NodeProgram.start(words.subList(end + 1, words.size()));
    Router router =
        new Router(name, program, peers, services, Topology.valueOf(words.get(4)).of(nodes));
    services.answers(router::fromAfar);
    InletPort peerPort =
        InletPort.open(address(words.get(2)), (line, from) -> router.fromAfar(line));
    InletPort clientPort = InletPort.open(address(words.get(1)), router::fromClient);
    ParentWatchdog.endWithInput();
    System.out.printf(
        "node %s takes messages on port %d and clients on port %d%n",
        name, peerPort.number(), clientPort.number());
    program.send(Messages.init(name, nodes));
    // The program has ended when this returns.
    program.readMessages(router::fromNode);
    Runtime.getRuntime().halt(program.awaitExit());
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }
}
