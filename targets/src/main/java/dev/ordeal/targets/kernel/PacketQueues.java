package dev.ordeal.targets.kernel;

import dev.ordeal.targets.link.PacketTrouble;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The queues of this run on the network device of one host, in which packets that bear a mark are
 * delayed, duplicated, reordered or corrupted by the kernel's netem: shell commands that make,
 * change and remove them. Packets without a mark go where they would have gone.
 *
 * <p>Thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/tc-netem.8.html">tc-netem</a>
 */
public final class PacketQueues {
  /** Begins our marks, which end with the number of a band. */
  private static final int MARKS = 0x6f72_0000;

  /** The first bands are for packets without a mark. */
  private static final int BAND_MIN = 4;

  private static final int BAND_MAX = 16;

  /** At 800 ms and a gigabit a second, small packets; netem's own limit would lose some. */
  private static final int PACKETS_MAX = 100_000;

  private final String handle;

  /** The fault that has a band; null if it is free. */
  private final String[] faults = new String[BAND_MAX + 1];

  /**
   * @param tag tells runs apart; eight letters and digits
   */
  public PacketQueues(String tag) {
    int number = Integer.parseInt(tag.substring(0, 4), 16);
    // The kernel keeps the ends for itself.
    this.handle = Integer.toHexString(Math.clamp(number, 1, 0xfffe));
  }

  /**
   * Makes the queues, and prints why there can be none; nothing if there are some now. A device
   * whose queues somebody else has made is left as it is.
   *
   * @param peer an address that the device leads to
   */
  public String create(String peer) {
    String bands =
        IntStream.rangeClosed(BAND_MIN, BAND_MAX)
            .mapToObj(band -> mark(band) + "/" + Integer.toHexString(band))
            .reduce((a, b) -> a + " " + b)
            .orElseThrow();
    return String.join(
        "\n",
        "command -v tc >/dev/null || { echo 'tc is not there; install iproute2'; exit 0; }",
        "dev=$(ip -o route get %s | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p')".formatted(peer),
        "tc qdisc show dev $dev | grep ' root' | grep -q '^qdisc [a-z_]* 0: ' || {",
        "  echo \"somebody else has made the queues of its network device $dev\"; exit 0; }",
        "if ! { tc qdisc add dev $dev root handle %s: prio bands %d &&".formatted(handle, BAND_MAX),
        "  tc qdisc add dev $dev %s netem delay 1ms &&".formatted(parent(BAND_MIN)),
        "  tc qdisc delete dev $dev %s; } >/dev/null 2>&1; then".formatted(parent(BAND_MIN)),
        "  tc qdisc delete dev $dev root handle %s: 2>/dev/null".formatted(handle),
        "  echo \"its kernel $(uname -r) has no netem: load the module sch_netem there\"; exit 0",
        "fi",
        "set -e",
        "for each in %s; do".formatted(bands),
        "  tc filter add dev $dev parent %1$s: protocol all handle ${each%%/*} fw".formatted(handle)
            + " classid %s:${each#*/}".formatted(handle),
        "done");
  }

  /** Removes the queues; does no harm where there are none. */
  public String remove() {
    return findDevice()
        + "\nif [ -n \"$dev\" ]; then tc qdisc delete dev $dev root handle "
        + handle
        + ":; fi";
  }

  private String findDevice() {
    return "dev=$(tc qdisc show 2>/dev/null |"
        + " sed -n 's/^qdisc prio %s: dev \\([^ ]*\\) root.*/\\1/p')".formatted(handle);
  }

  /**
   * Takes a band for a fault, and does to the packets in it what the fault does. Recent kernels
   * refuse to duplicate packets in one band while there is something else in another.
   *
   * @throws IOException if there are too many at a time
   */
  public synchronized String take(String fault, PacketTrouble trouble) throws IOException {
    int free = Arrays.asList(faults).subList(BAND_MIN, BAND_MAX + 1).indexOf(null);
    if (free < 0) {
      throw new IOException(
          "more than %d faults of packets hold at a time".formatted(BAND_MAX - BAND_MIN + 1));
    }
    int band = BAND_MIN + free;
    faults[band] = fault;
    return findDevice()
        + "\ntc qdisc add dev $dev %s netem limit %d %s"
            .formatted(parent(band), PACKETS_MAX, arguments(trouble));
  }

  /** The mark of the packets of a fault that has a band. */
  public synchronized int mark(String fault) {
    return mark(Arrays.asList(faults).indexOf(fault));
  }

  /** Gives a fault's band back; empty if it has none. No packet may bear its mark any more. */
  public synchronized String release(String fault) {
    int band = Arrays.asList(faults).indexOf(fault);
    if (band < 0) {
      return "";
    }
    faults[band] = null;
    return findDevice()
        + "\ntc qdisc delete dev $dev %s 2>/dev/null || true".formatted(parent(band));
  }

  private String parent(int band) {
    return "parent %s:%x".formatted(handle, band);
  }

  private static int mark(int band) {
    return MARKS + band;
  }

  private static String arguments(PacketTrouble trouble) {
    return switch (trouble) {
      case PacketTrouble.Delay(long millis, long jitter) when jitter > 0 ->
          "delay %dms %dms".formatted(millis, jitter);
      case PacketTrouble.Delay(long millis, long jitter) -> "delay %dms".formatted(millis);
      case PacketTrouble.Duplication(double share) -> "duplicate " + percent(share);
      case PacketTrouble.Reordering(double share, long millis) ->
          "delay %dms reorder %s".formatted(millis, percent(share));
      case PacketTrouble.Corruption(double share) -> "corrupt " + percent(share);
    };
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * share);
  }
}
