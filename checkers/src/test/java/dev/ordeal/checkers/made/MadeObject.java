package dev.ordeal.checkers.made;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** An object that answers one call at a time, and what clients ask of it. */
public abstract class MadeObject {
  private String function;
  private String argument;
  protected long fresh;

  /** A new object of a type, with its clients. */
  public static MadeObject of(String type) {
    return switch (type) {
      case "cas-register" -> MadeRegister.ofUniqueValues();
      case "cas-register:2", "cas-register:5", "cas-register:8" ->
          MadeRegister.of(type.charAt(type.length() - 1) - '0');
      case "owned-mutex" -> new Permits(1);
      case "reentrant-mutex" -> new Reentrant();
      case "fenced-mutex" -> new Fenced();
      case "grow-only-set" -> new GrowOnly();
      case "append-list" -> new Appends();
      case "timestamps" -> new Timestamps();
      case "unique-ids" -> new Identifiers();
      case "fifo-queue" -> new Queue();
      case "unordered-queue" -> new Queue();
      case "stack" -> new Stack();
      case "priority-queue" -> new Priorities();
      case "set" -> new Members(false);
      case "set-with-reads" -> new Members(true);
      case "mutex" -> new Permits(1);
      case "semaphore:2" -> new Permits(2);
      case "semaphore:5" -> new Permits(5);
      case "counter" -> new Counter();
      case "fetch-add" -> new FetchAdd();
      default -> throw new IllegalArgumentException("unknown type " + type);
    };
  }

  /** Chooses a client's next call; false if it has none now. */
  public abstract boolean call(int client, SplittableRandom random);

  /** Lets a call take effect; null if it has to wait. "fail" means that it did nothing. */
  public abstract String effect(int client, String function, String argument);

  /** Whether a client may crash before its call takes effect; it will be another client then. */
  boolean abandon(int client) {
    return true;
  }

  /** Whether a client may crash after its call took effect. */
  boolean crashAfter(int client) {
    return true;
  }

  protected boolean ask(String name, Object value) {
    function = name;
    argument = String.valueOf(value);
    return true;
  }

  public String function() {
    return function;
  }

  public String argument() {
    return argument;
  }

  private static final class Queue extends MadeObject {
    private final ArrayDeque<String> items = new ArrayDeque<>();

    @Override
    public boolean call(int client, SplittableRandom random) {
      return random.nextBoolean() ? ask("enqueue", fresh++) : ask("dequeue", null);
    }

    @Override
    public String effect(int client, String function, String argument) {
      if (function.equals("enqueue")) {
        items.add(argument);
        return argument;
      }
      return items.isEmpty() ? "null" : items.poll();
    }
  }

  private static final class Stack extends MadeObject {
    private final ArrayDeque<String> items = new ArrayDeque<>();

    @Override
    public boolean call(int client, SplittableRandom random) {
      return random.nextBoolean() ? ask("push", fresh++) : ask("pop", null);
    }

    @Override
    public String effect(int client, String function, String argument) {
      if (function.equals("push")) {
        items.push(argument);
        return argument;
      }
      return items.isEmpty() ? "null" : items.pop();
    }
  }

  private static final class Priorities extends MadeObject {
    private final PriorityQueue<Long> items = new PriorityQueue<>();

    @Override
    public boolean call(int client, SplittableRandom random) {
      // Priorities all over the place, each once: the number with its low bits turned round.
      return random.nextBoolean() ? ask("insert", Long.reverse(fresh++) >>> 38) : ask("poll", null);
    }

    @Override
    public String effect(int client, String function, String argument) {
      if (function.equals("insert")) {
        items.add(Long.parseLong(argument));
        return argument;
      }
      return items.isEmpty() ? "null" : Long.toString(items.poll());
    }
  }

  private static final class Members extends MadeObject {
    private final Set<String> items = new TreeSet<>();
    private final boolean reads;

    Members(boolean reads) {
      this.reads = reads;
    }

    @Override
    public boolean call(int client, SplittableRandom random) {
      if (reads && random.nextInt(3) == 0) {
        return ask("read", null);
      }
      if (reads && items.size() > 30) {
        return ask("remove", items.iterator().next());
      }
      if (fresh == 0 || random.nextInt(4) == 0) {
        return ask("add", fresh++);
      }
      long recent = fresh - 1 - random.nextInt((int) Math.min(fresh, 50));
      return ask(random.nextInt(3) == 0 ? "remove" : "contains", recent);
    }

    @Override
    public String effect(int client, String function, String argument) {
      return switch (function) {
        case "add" -> {
          items.add(argument);
          yield "true";
        }
        case "remove" -> {
          items.remove(argument);
          yield "true";
        }
        case "read" -> items.toString().replace(" ", "");
        default -> Boolean.toString(items.contains(argument));
      };
    }
  }

  private static class Permits extends MadeObject {
    private int free;
    private final Set<Integer> holders = new HashSet<>();

    Permits(int permits) {
      free = permits;
    }

    @Override
    public boolean call(int client, SplittableRandom random) {
      return holders.contains(client) ? ask("release", null) : ask("acquire", null);
    }

    @Override
    public String effect(int client, String function, String argument) {
      if (function.equals("release")) {
        holders.remove(client);
        free++;
        return "null";
      }
      if (free == 0) {
        return null;
      }
      free--;
      holders.add(client);
      return "null";
    }

    @Override
    boolean abandon(int client) {
      return !holders.contains(client);
    }

    @Override
    boolean crashAfter(int client) {
      return !holders.contains(client);
    }
  }

  private static final class Counter extends MadeObject {
    private long value;

    @Override
    public boolean call(int client, SplittableRandom random) {
      return random.nextBoolean() ? ask("add", 1) : ask("read", null);
    }

    @Override
    public String effect(int client, String function, String argument) {
      if (function.equals("add")) {
        value++;
        return argument;
      }
      return Long.toString(value);
    }
  }

  private static final class FetchAdd extends MadeObject {
    private long value;

    @Override
    public boolean call(int client, SplittableRandom random) {
      return ask("fetch-add", 1);
    }

    @Override
    public String effect(int client, String function, String argument) {
      return Long.toString(value++);
    }
  }

  private static final class Fenced extends Permits {
    Fenced() {
      super(1);
    }

    @Override
    public String effect(int client, String function, String argument) {
      String answer = super.effect(client, function, argument);
      return answer != null && function.equals("acquire") ? Long.toString(fresh++) : answer;
    }
  }

  private static final class Reentrant extends MadeObject {
    private int owner = -1;
    private int depth;

    @Override
    public boolean call(int client, SplittableRandom random) {
      boolean release = owner == client && (depth == 3 || random.nextBoolean());
      return ask(release ? "release" : "acquire", null);
    }

    @Override
    public String effect(int client, String function, String argument) {
      if (function.equals("release")) {
        owner = --depth == 0 ? -1 : owner;
        return "null";
      }
      if (owner >= 0 && owner != client) {
        return null;
      }
      owner = client;
      depth++;
      return "null";
    }

    @Override
    public boolean abandon(int client) {
      return owner != client;
    }

    @Override
    public boolean crashAfter(int client) {
      return owner != client;
    }
  }

  private static final class GrowOnly extends MadeObject {
    private final TreeSet<Long> items = new TreeSet<>();

    @Override
    public boolean call(int client, SplittableRandom random) {
      return random.nextInt(3) > 0 ? ask("add", fresh++) : ask("read", null);
    }

    @Override
    public String effect(int client, String function, String argument) {
      if (function.equals("add")) {
        items.add(Long.parseLong(argument));
        return argument;
      }
      return items.toString().replace(" ", "");
    }
  }

  private static final class Appends extends MadeObject {
    private final List<String> items = new ArrayList<>();

    @Override
    public boolean call(int client, SplittableRandom random) {
      return random.nextBoolean() ? ask("append", fresh++) : ask("read", null);
    }

    @Override
    public String effect(int client, String function, String argument) {
      if (function.equals("append")) {
        items.add(argument);
        return argument;
      }
      return items.toString().replace(" ", "");
    }
  }

  private static final class Timestamps extends MadeObject {
    @Override
    public boolean call(int client, SplittableRandom random) {
      fresh += random.nextInt(3);
      return ask("timestamp", null);
    }

    @Override
    public String effect(int client, String function, String argument) {
      return Long.toString(++fresh);
    }
  }

  private static final class Identifiers extends MadeObject {
    @Override
    public boolean call(int client, SplittableRandom random) {
      return ask("generate", null);
    }

    @Override
    public String effect(int client, String function, String argument) {
      return Long.toString(fresh++);
    }
  }
}
