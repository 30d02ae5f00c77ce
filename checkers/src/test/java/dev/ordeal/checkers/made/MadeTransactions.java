package dev.ordeal.checkers.made;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongToIntFunction;

/**
 * Writes large histories of transactions on a simulated serializable database, for benchmarks.
 *
 * <p>Ten keys are open at a time, each for so many writes; a transaction has one to four
 * micro-operations and takes effect at one instant between its call and its end. Variants that are
 * weaker: {@code snapshots} (snapshot isolation: of two that overlap and write the same key one is
 * aborted), {@code prefixes} (registers with prefix consistency: the same, but none is aborted),
 * {@code lagging} (who only reads sees a state of some time ago), {@code sites} (parallel snapshot
 * isolation: each of two sites writes the keys that are its own, and hears of the other's writes
 * late), {@code stale} (20 transactions, evenly spread, read a state of some time ago).
 */
public final class MadeTransactions {
  private static final int OPEN_KEYS = 10;

  /** How many commits a lagging reader may be behind. */
  private static final int LAG_MAX = 100;

  /** How many transactions of the variant {@code stale} are stale. */
  private static final int STALE = 20;

  /** What changes an object. */
  private final String change;

  /** Whether objects are lists or sets, which are read whole. */
  private final boolean many;

  private final boolean texts;
  private final boolean zipf;
  private final int writesPerKey;
  private final double aborted;
  private final double crashed;
  private final int lag;
  private final boolean snapshots;
  private final boolean prefixes;
  private final boolean lagging;
  private final boolean sites;
  private final boolean stale;

  /** At which commit the next stale transaction comes, and how many come between two of them. */
  private int nextStale;

  private int staleApart;

  /** By site: up to which commit it has heard of the other's. */
  private final int[] heard = new int[2];

  /** By key: at which commit each of its values came. */
  private final Map<Long, List<Integer>> stamps = new HashMap<>();

  private int commits;
  private final SplittableRandom random;
  private final BufferedWriter out;
  private final long[] open = new long[OPEN_KEYS];
  private final Map<Long, List<Integer>> store = new HashMap<>();
  private final Map<Long, Integer> given = new HashMap<>();
  private long nextKey;
  private long index;
  private long time;

  private MadeTransactions(
      String type, String variant, double crashed, SplittableRandom random, BufferedWriter out) {
    this.change =
        switch (type) {
          case "list-append" -> "append";
          case "set-add" -> "add";
          case "rw-register" -> "w";
          default -> throw new IllegalArgumentException("unknown type " + type);
        };
    this.many = !change.equals("w");
    this.texts = variant.equals("text-keys");
    this.zipf = variant.equals("zipf");
    this.writesPerKey = variant.equals("long-lists") ? 1_000 : 32;
    this.aborted = variant.equals("aborts") ? 0.5 : 0;
    this.lag = variant.equals("giant-cycle") ? 3 : 0;
    this.prefixes = variant.equals("prefixes");
    this.snapshots = prefixes || variant.equals("snapshots");
    this.stale = variant.equals("stale");
    this.lagging = variant.equals("lagging");
    this.sites = variant.equals("sites");
    this.crashed = crashed;
    this.random = random;
    this.out = out;
    for (int i = 0; i < OPEN_KEYS; i++) {
      open[i] = nextKey++;
    }
  }

  /** Arguments: type, transactions, clients, share of crashed ones, variant, seed, file. */
  public static void main(String[] args) throws IOException {
    try (BufferedWriter out =
        Files.newBufferedWriter(Path.of(args[6]), StandardCharsets.US_ASCII)) {
      new MadeTransactions(
              args[0],
              args[4],
              Double.parseDouble(args[3]),
              new SplittableRandom(Long.parseLong(args[5])),
              out)
          .write(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    }
  }

  private record Micro(boolean isRead, long key, int value) {}

  private void write(int transactions, int clients) throws IOException {
    List<List<Micro>> asked = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    int[] names = new int[clients];
    int[] begun = new int[clients];
    for (int c = 0; c < clients; c++) {
      asked.add(null);
      answers.add(null);
      names[c] = c;
    }
    int called = 0;
    int running = 0;
    staleApart = Math.max(1, transactions / (STALE + 1));
    nextStale = staleApart;
    while (called < transactions || running > 0) {
      int c = random.nextInt(clients);
      if (asked.get(c) == null && called < transactions) {
        asked.set(c, transaction(c % 2));
        begun[c] = commits;
        event(names[c], "invoke", text(asked.get(c), null));
        called++;
        running++;
      } else if (asked.get(c) != null && answers.get(c) == null) {
        boolean aborts = random.nextDouble() < aborted;
        answers.set(c, aborts ? "" : apply(asked.get(c), begun[c], c % 2));
        if (random.nextDouble() < crashed) {
          event(names[c], "info", text(asked.get(c), null));
          names[c] += clients;
          asked.set(c, null);
          answers.set(c, null);
          running--;
        }
      } else if (asked.get(c) != null) {
        boolean failed = answers.get(c).isEmpty();
        event(names[c], failed ? "fail" : "ok", failed ? text(asked.get(c), null) : answers.get(c));
        asked.set(c, null);
        answers.set(c, null);
        running--;
      }
    }
  }

  private List<Micro> transaction(int site) {
    List<Micro> micro = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int m = 0; m < count; m++) {
      int place = place();
      boolean isRead = random.nextBoolean() || (sites && open[place] % 2 != site);
      int value = isRead ? 0 : given.merge(open[place], 1, Integer::sum);
      micro.add(new Micro(isRead, open[place], value));
      if (value == writesPerKey) {
        open[place] = nextKey++;
      }
    }
    return micro;
  }

  private int place() {
    if (zipf) {
      return (int) Math.min(OPEN_KEYS - 1, Math.pow(OPEN_KEYS + 1.0, random.nextDouble()) - 1);
    }
    return Math.min(OPEN_KEYS - 1, Long.numberOfTrailingZeros(random.nextLong() | 1L << 62));
  }

  private String apply(List<Micro> asked, int begun, int site) {
    if (sites) {
      heard[site] = Math.max(heard[site], commits - random.nextInt(LAG_MAX));
      return applyTo(asked, key -> key % 2 == site ? commits : heard[site]);
    }
    if (stale) {
      boolean isStale = commits >= nextStale && asked.stream().anyMatch(Micro::isRead);
      nextStale += isStale ? staleApart : 0;
      int snapshot = isStale ? commits - LAG_MAX : commits;
      return applyTo(asked, key -> snapshot);
    }
    if (snapshots || lagging) {
      boolean reads = asked.stream().allMatch(Micro::isRead);
      int past = Math.max(0, commits - random.nextInt(LAG_MAX));
      int snapshot = snapshots ? begun : reads ? past : commits;
      return applyTo(asked, key -> snapshot);
    }
    List<List<Integer>> seen = new ArrayList<>();
    for (Micro op : asked) {
      List<Integer> value = store.computeIfAbsent(op.key(), k -> new ArrayList<>());
      if (op.isRead()) {
        seen.add(
            List.copyOf(value.subList(0, Math.max(0, value.size() - random.nextInt(lag + 1)))));
      } else {
        value.add(op.value());
      }
    }
    return text(asked, seen);
  }

  /** Reads snapshots of keys and writes on top of what is there; empty if it has to be aborted. */
  private String applyTo(List<Micro> asked, LongToIntFunction snapshot) {
    for (Micro op : asked) {
      List<Integer> all = prefixes || stale ? List.of() : stamps.getOrDefault(op.key(), List.of());
      if (!op.isRead() && !all.isEmpty() && all.getLast() > snapshot.applyAsInt(op.key())) {
        return "";
      }
    }
    commits++;
    List<List<Integer>> seen = new ArrayList<>();
    Map<Long, List<Integer>> own = new HashMap<>();
    for (Micro op : asked) {
      List<Integer> value = store.computeIfAbsent(op.key(), k -> new ArrayList<>());
      List<Integer> stamp = stamps.computeIfAbsent(op.key(), k -> new ArrayList<>());
      if (!op.isRead()) {
        value.add(op.value());
        stamp.add(commits);
        own.put(op.key(), value);
        continue;
      }
      int visible = value.size();
      int until = own.containsKey(op.key()) ? commits : snapshot.applyAsInt(op.key());
      while (visible > 0 && stamp.get(visible - 1) > until) {
        visible--;
      }
      seen.add(List.copyOf(value.subList(0, visible)));
    }
    return text(asked, seen);
  }

  private String text(List<Micro> asked, List<List<Integer>> seen) {
    StringBuilder text = new StringBuilder("[");
    int reads = 0;
    for (Micro op : asked) {
      text.append(text.length() == 1 ? "" : ",").append('[');
      String key = texts ? "\"user/" + op.key() + "\"" : Long.toString(op.key());
      if (!op.isRead()) {
        text.append('"').append(change).append("\",").append(key).append(',').append(op.value());
      } else {
        text.append("\"r\",").append(key).append(',');
        List<Integer> value = seen == null ? List.of() : seen.get(reads++);
        if (seen == null || (!many && value.isEmpty())) {
          text.append("null");
        } else if (many) {
          text.append(value.toString().replace(" ", ""));
        } else {
          text.append(value.getLast());
        }
      }
      text.append(']');
    }
    return text.append(']').toString();
  }

  private void event(int process, String type, String value) throws IOException {
    time += 1_000 + random.nextInt(10_000);
    out.write("{\"i\":" + index++ + ",\"t\":" + time + ",\"p\":" + process);
    out.write(",\"type\":\"" + type + "\",\"f\":\"txn\",\"v\":" + value + "}\n");
  }
}
