package dev.ordeal.checkers.made;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Small random histories of transactions on two keys, or groups of two: snapshots of all ages, now
 * and then a read that fits nothing, aborted and crashed transactions.
 */
public final class SmallTransactions {
  private static final int KEYS = 2;

  private SmallTransactions() {}

  private record Micro(boolean isRead, int key, int value) {}

  /**
   * Makes a history of {@code list-append}, {@code set-add}, {@code counter}, {@code rw-register}
   * or {@code rw-repeated}, in which values are nil, 1 or 2.
   */
  public static History of(String type, SplittableRandom random) {
    return of(type, 2 + random.nextInt(3), 0.6, 1, random);
  }

  /** Makes one whose transactions have the keys of one of two groups, or of three if it is long. */
  public static History apart(String type, int transactions, SplittableRandom random) {
    return of(type, transactions, 0.6, transactions > 5 ? 3 : 2, random);
  }

  /** Makes one of {@code list-append} in which many elements are never read. */
  public static History unseen(SplittableRandom random) {
    return of("list-append", 4 + random.nextInt(2), 0.4, 1, random);
  }

  private static History of(String type, int n, double reads, int groups, SplittableRandom random) {
    int processes = groups > 1 ? 2 + random.nextInt(2) : 1 + random.nextInt(n);
    // Transactions that share few keys contradict each other less often.
    double odd = (random.nextInt(3) + (groups > 1 ? 1 : 0)) * 0.1;
    double stale = random.nextInt(4) * 0.3;
    int[] values = new int[KEYS * groups];
    List<List<Micro>> asked = new ArrayList<>();
    List<Event.Type> outcomes = new ArrayList<>();
    for (int t = 0; t < n; t++) {
      List<Micro> micro = new ArrayList<>();
      int count = 1 + random.nextInt(3);
      int group = groups > 1 ? random.nextInt(groups) : 0;
      for (int m = 0; m < count; m++) {
        int key = group * KEYS + random.nextInt(KEYS);
        boolean isRead = random.nextDouble() < reads;
        boolean repeats = type.equals("rw-repeated");
        int written = isRead ? 0 : repeats ? random.nextInt(3) : ++values[key];
        micro.add(new Micro(isRead, key, written));
      }
      asked.add(micro);
      int luck = random.nextInt(12);
      outcomes.add(luck == 0 ? Event.Type.FAIL : luck < 3 ? Event.Type.INFO : Event.Type.OK);
    }
    List<Value> results = results(type, asked, outcomes, random, odd, stale);
    return interleaved(asked, outcomes, results, processes, random);
  }

  /** What each would answer if they committed in the order of their numbers. */
  private static List<Value> results(
      String type,
      List<List<Micro>> asked,
      List<Event.Type> outcomes,
      SplittableRandom random,
      double odd,
      double stale) {
    List<Value> results = new ArrayList<>();
    for (int t = 0; t < asked.size(); t++) {
      int seen = random.nextDouble() < stale ? random.nextInt(t + 1) : t;
      List<Value> micro = new ArrayList<>();
      for (int m = 0; m < asked.get(t).size(); m++) {
        Micro op = asked.get(t).get(m);
        if (!op.isRead()) {
          micro.add(micro(write(type), op.key(), value(op)));
          continue;
        }
        int view = random.nextDouble() < odd ? random.nextInt(asked.size()) : seen;
        List<Value> list = new ArrayList<>();
        for (int before = 0; before < view; before++) {
          boolean visible =
              outcomes.get(before) == Event.Type.OK
                  || (outcomes.get(before) == Event.Type.INFO && before % 2 == 0)
                  || random.nextDouble() < odd / 4;
          if (visible && before != t) {
            add(list, asked.get(before), asked.get(before).size(), op.key());
          }
        }
        if (random.nextDouble() >= odd / 2) {
          add(list, asked.get(t), m, op.key());
        }
        if (random.nextDouble() < odd / 3 && list.size() > 1) {
          java.util.Collections.swap(list, 0, list.size() - 1);
        }
        if (random.nextDouble() < odd / 3 && !list.isEmpty()) {
          list.removeLast();
        }
        micro.add(micro("r", op.key(), read(type, list)));
      }
      results.add(new Value.Seq(micro));
    }
    return results;
  }

  private static String write(String type) {
    return switch (type) {
      case "list-append" -> "append";
      case "set-add" -> "add";
      case "counter" -> "inc";
      default -> "w";
    };
  }

  private static Value read(String type, List<Value> list) {
    return switch (type) {
      case "list-append", "set-add" -> new Value.Seq(list);
      case "counter" -> Value.of(list.stream().mapToLong(Value::asLong).sum());
      default -> list.isEmpty() ? Value.NIL : list.getLast();
    };
  }

  private static void add(List<Value> list, List<Micro> micro, int upTo, int key) {
    for (int m = 0; m < upTo; m++) {
      if (!micro.get(m).isRead() && micro.get(m).key() == key) {
        list.add(value(micro.get(m)));
      }
    }
  }

  /** Only repeated values are 0, which stands for nil. */
  private static Value value(Micro write) {
    return write.value() == 0 ? Value.NIL : Value.of(write.value());
  }

  private static Value micro(String function, int key, Value value) {
    return Value.seq(Value.of(function), Value.of(key), value);
  }

  private static History interleaved(
      List<List<Micro>> asked,
      List<Event.Type> outcomes,
      List<Value> results,
      int processes,
      SplittableRandom random) {
    List<Event> events = new ArrayList<>();
    int[] open = new int[processes];
    java.util.Arrays.fill(open, -1);
    int[] name = new int[processes];
    for (int p = 0; p < processes; p++) {
      name[p] = p;
    }
    int next = 0;
    int left = asked.size();
    while (left > 0) {
      int p = random.nextInt(processes);
      if (open[p] < 0 && next < asked.size()) {
        open[p] = next++;
        add(events, name[p], Event.Type.INVOKE, request(results.get(open[p])));
      } else if (open[p] >= 0) {
        Event.Type outcome = outcomes.get(open[p]);
        Value result = results.get(open[p]);
        add(events, name[p], outcome, outcome == Event.Type.OK ? result : request(result));
        open[p] = -1;
        left--;
        name[p] += outcome == Event.Type.INFO ? processes : 0;
      }
    }
    return History.of(events);
  }

  /** A transaction as it is called: its reads are open. */
  private static Value request(Value transaction) {
    List<Value> micro = new ArrayList<>();
    for (Value op : transaction.asList()) {
      boolean isRead = op.asList().getFirst().asText().equals("r");
      micro.add(isRead ? Value.seq(op.asList().get(0), op.asList().get(1), Value.NIL) : op);
    }
    return new Value.Seq(micro);
  }

  private static void add(List<Event> events, int process, Event.Type type, Value value) {
    int at = events.size();
    events.add(new Event(at, at, process, type, "txn", Value.NIL, value, ""));
  }
}
