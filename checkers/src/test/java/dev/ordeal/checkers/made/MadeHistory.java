package dev.ordeal.checkers.made;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Writes long linearizable histories of simulated objects, for benchmarks.
 *
 * <p>{@code MadeHistory TYPE OPERATIONS CLIENTS CRASHED-SHARE SEED FILE [stale]}. Clients take
 * turns at random; each call takes effect at an instant between its invocation and its end. A
 * crashed call takes effect or not, ends with {@code info}, and its client goes on under a new
 * process number. With {@code stale} one read in the middle answers what another did 2,000 events
 * before.
 */
public final class MadeHistory {
  private static final int STALE_EVENTS = 2_000;

  private final SplittableRandom random;
  private final MadeObject object;
  private final OutputStream out;
  private final StringBuilder line = new StringBuilder(128);
  private final int clients;
  private final int[] process;
  private final String[] function;
  private final String[] argument;
  private final String[] result;
  private int nextProcess;
  private long events;

  /** From this event on a read is to be stale; never once it was. */
  private long staleFrom = Long.MAX_VALUE;

  private String old;

  private MadeHistory(MadeObject object, int clients, long seed, OutputStream out) {
    this.object = object;
    this.random = new SplittableRandom(seed);
    this.clients = clients;
    this.out = out;
    this.process = new int[clients];
    Arrays.setAll(process, i -> i);
    this.nextProcess = clients;
    this.function = new String[clients];
    this.argument = new String[clients];
    this.result = new String[clients];
  }

  public static void main(String[] arguments) throws IOException {
    MadeObject object = MadeObject.of(arguments[0]);
    long operations = Long.parseLong(arguments[1]);
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[5])), 1 << 20)) {
      MadeHistory history =
          new MadeHistory(
              object, Integer.parseInt(arguments[2]), Long.parseLong(arguments[4]), out);
      if (arguments.length > 6) {
        // There are two events a call, so this is the middle.
        history.staleFrom = operations;
      }
      history.make(operations, Double.parseDouble(arguments[3]));
    }
  }

  private void make(long operations, double crashed) throws IOException {
    long made = 0;
    int open = 0;
    while (made < operations || open > 0) {
      int client = random.nextInt(clients);
      if (function[client] == null) {
        if (made < operations && object.call(client, random)) {
          function[client] = object.function();
          argument[client] = object.argument();
          result[client] = null;
          write(client, "invoke", argument[client]);
          made++;
          open++;
        }
      } else if (result[client] == null) {
        boolean crashes = random.nextDouble() < crashed;
        if (crashes && random.nextBoolean() && object.abandon(client)) {
          crash(client);
          open--;
          continue;
        }
        String answer = object.effect(client, function[client], argument[client]);
        if (answer != null) {
          result[client] = answer;
          if (crashes && object.crashAfter(client)) {
            crash(client);
            open--;
          }
        }
      } else {
        if (function[client].equals("read") && events >= staleFrom) {
          result[client] = stale(result[client]);
        }
        boolean failed = result[client].equals("fail");
        write(client, failed ? "fail" : "ok", failed ? argument[client] : result[client]);
        function[client] = null;
        open--;
      }
    }
  }

  /** What a read answers: the truth, and once what was true some time ago. */
  private String stale(String answer) {
    if (old == null) {
      old = answer;
    } else if (events >= staleFrom + STALE_EVENTS && !old.equals(answer)) {
      staleFrom = Long.MAX_VALUE;
      return old;
    }
    return answer;
  }

  private void crash(int client) throws IOException {
    write(client, "info", argument[client]);
    function[client] = null;
    process[client] = nextProcess++;
  }

  private void write(int client, String type, String value) throws IOException {
    line.setLength(0);
    line.append("{\"i\":").append(events).append(",\"t\":").append(events * 1000);
    events++;
    line.append(",\"p\":").append(process[client]).append(",\"type\":\"").append(type);
    line.append("\",\"f\":\"").append(function[client]).append("\",\"v\":").append(value);
    out.write(line.append("}\n").toString().getBytes(StandardCharsets.US_ASCII));
  }
}
