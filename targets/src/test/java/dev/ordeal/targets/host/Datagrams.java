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

/** Numbered datagrams that a probe sends and receives: with them packets can be counted. */
final class Datagrams {
  private static final long PAUSE_MILLIS = 1;

  /** What came of the newest batch of a sender. */
  private static final class Arrivals {
    private final int batch;
    private final Set<Integer> seen = new HashSet<>();
    private int newest = -1;
    private int twice;
    private int late;

    Arrivals(int batch) {
      this.batch = batch;
    }

    void add(int number) {
      if (!seen.add(number)) {
        twice++;
      } else if (number < newest) {
        late++;
      }
      newest = Math.max(newest, number);
    }

    @Override
    public String toString() {
      return seen.size() + " " + twice + " " + late;
    }
  }

  private final DatagramSocket socket;
  private final String name;
  private final Map<String, Arrivals> arrivals = new ConcurrentHashMap<>();
  private int batches;

  Datagrams(String name, InetSocketAddress address) throws IOException {
    this.name = name;
    socket = new DatagramSocket(address);
    Thread.ofPlatform().daemon().start(this::receive);
  }

  private void receive() {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    try {
      while (true) {
        socket.receive(packet);
        String text =
            new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
        String[] words = text.split(" ");
        int batch = Integer.parseInt(words[1]);
        arrivals.compute(
            words[0],
            (from, old) -> {
              Arrivals current = old == null || old.batch < batch ? new Arrivals(batch) : old;
              current.add(Integer.parseInt(words[2]));
              return current;
            });
      }
    } catch (IOException failed) {
      System.out.println(failed);
    }
  }

  /** Sends a batch; how many. */
  synchronized String send(InetSocketAddress to, int count) {
    batches++;
    try {
      for (int i = 0; i < count; i++) {
        byte[] text = (name + " " + batches + " " + i).getBytes(StandardCharsets.US_ASCII);
        socket.send(new DatagramPacket(text, text.length, to));
        Thread.sleep(PAUSE_MILLIS);
      }
      return Integer.toString(count);
    } catch (IOException | InterruptedException failed) {
      return failed.toString();
    }
  }

  /** Of the newest batch of a sender: how many arrived, arrived again, arrived after later ones. */
  String received(String from) {
    return String.valueOf(arrivals.get(from));
  }
}
