package dev.ordeal.targets.host;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Numbered datagrams that a probe sends and receives: with them packets can be counted. They go in
 * batches, from 1 for each sender; who counts what arrived of one can have its end marked.
 */
final class Datagrams {
  private static final long PAUSE_MILLIS = 1;
  private static final int END = -1;

  /** What came of the newest batch of a sender. */
  private static final class Arrivals {
    private final int batch;
    private final Set<Integer> seen = new HashSet<>();
    private int newest = -1;
    private int twice;
    private int late;
    private boolean ended;

    Arrivals(int batch) {
      this.batch = batch;
    }

    void add(int number) {
      if (number == END) {
        ended = true;
      } else if (!seen.add(number)) {
        twice++;
      } else if (number < newest) {
        late++;
      }
      newest = Math.max(newest, number);
    }

    @Override
    public String toString() {
      return "%d %d %d %d %b".formatted(batch, seen.size(), twice, late, ended);
    }
  }

  private final DatagramSocket socket;
  private final InetSocketAddress address;
  private final String name;
  private final Map<String, Arrivals> arrivals = new ConcurrentHashMap<>();
  private int batches;

  Datagrams(String name, InetSocketAddress address) throws IOException {
    this.name = name;
    this.address = address;
    socket = new DatagramSocket(address);
    Thread.ofPlatform().daemon().start(() -> receive(socket, false));
  }

  /** Receives at another port, too, and sends what came there back. */
  String serve(int port) {
    try {
      DatagramSocket other = new DatagramSocket(port, address.getAddress());
      Thread.ofPlatform().daemon().start(() -> receive(other, true));
      return "ok";
    } catch (IOException taken) {
      return taken.toString();
    }
  }

  private void receive(DatagramSocket socket, boolean answers) {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    try {
      while (true) {
        socket.receive(packet);
        String text =
            new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
        String[] words = text.split(" ");
        int batch = Integer.parseInt(words[1]);
        arrivals.compute(
            words[0] + " " + socket.getLocalPort(),
            (from, old) -> {
              Arrivals current = old == null || old.batch < batch ? new Arrivals(batch) : old;
              current.add(Integer.parseInt(words[2]));
              return current;
            });
        if (answers) {
          socket.send(packet);
        }
        packet.setLength(100);
      }
    } catch (IOException failed) {
      System.out.println(failed);
    }
  }

  /** Sends a batch; its number. */
  synchronized String send(InetSocketAddress to, int count) {
    batches++;
    try {
      for (int i = 0; i < count; i++) {
        send(to, batches, i);
        Thread.sleep(PAUSE_MILLIS);
      }
      return Integer.toString(batches);
    } catch (IOException | InterruptedException failed) {
      return failed.toString();
    }
  }

  /** Marks the end of the newest batch; may be repeated until it has arrived. */
  synchronized String end(InetSocketAddress to) {
    try {
      send(to, batches, END);
      return "ok";
    } catch (IOException failed) {
      return failed.toString();
    }
  }

  private void send(InetSocketAddress to, int batch, int number) throws IOException {
    byte[] text = (name + " " + batch + " " + number).getBytes(StandardCharsets.US_ASCII);
    socket.send(new DatagramPacket(text, text.length, to));
  }

  /**
   * Of the newest batch of a sender to a port, 0 for the usual one: its number, how many arrived,
   * arrived again, and arrived after later ones, and whether its end did.
   */
  String received(String from, int port) {
    return String.valueOf(arrivals.get(from + " " + (port == 0 ? socket.getLocalPort() : port)));
  }
}
