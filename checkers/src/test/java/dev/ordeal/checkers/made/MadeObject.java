package dev.ordeal.checkers.made;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;

/** An object that answers one call at a time, and what clients ask of it. */
abstract class MadeObject {
  private String function;
  private String argument;
  protected long fresh;

  static MadeObject of(String type) {
    return switch (type) {
      case "cas-register" -> new Register();
      case "fifo-queue" -> new Queue();
      case "unordered-queue" -> new Queue();
      case "stack" -> new Stack();
      case "priority-queue" -> new Priorities();
      case "set" -> new Members();
      case "mutex" -> new Permits(1);
      case "semaphore" -> new Permits(5);
      case "counter" -> new Counter();
      case "fetch-add" -> new FetchAdd();
      default -> throw new IllegalArgumentException("unknown type " + type);
    };
  }

  /** Chooses a client's next call; false if it has none now. */
  abstract boolean call(int client, SplittableRandom random);

  /** Lets a call take effect; null if it has to wait. "fail" means that it did nothing. */
  abstract String effect(int client, String function, String argument);

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

  String function() {
    return function;
  }

  String argument() {
    return argument;
  }

  private static final class Register extends MadeObject {
    private long value = -1;

    @Override
    boolean call(int client, SplittableRandom random) {
      return switch (random.nextInt(3)) {
        case 0 -> ask("read", null);
        case 1 -> ask("write", fresh++);
        default -> value < 0 ? ask("read", null) : ask("cas", "[" + value + "," + fresh++ + "]");
      };
    }

    @Override
    String effect(int client, String function, String argument) {
      switch (function) {
        case "read":
          return value < 0 ? "null" : Long.toString(value);
        case "write":
          value = Long.parseLong(argument);
          return argument;
        default:
          int comma = argument.indexOf(',');
          if (Long.parseLong(argument.substring(1, comma)) != value) {
            return "fail";
          }
          value = Long.parseLong(argument.substring(comma + 1, argument.length() - 1));
          return argument;
      }
    }
  }

  private static final class Queue extends MadeObject {
    private final ArrayDeque<String> items = new ArrayDeque<>();

    @Override
    boolean call(int client, SplittableRandom random) {
      return random.nextBoolean() ? ask("enqueue", fresh++) : ask("dequeue", null);
    }

    @Override
    String effect(int client, String function, String argument) {
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
    boolean call(int client, SplittableRandom random) {
      return random.nextBoolean() ? ask("push", fresh++) : ask("pop", null);
    }

    @Override
    String effect(int client, String function, String argument) {
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
    boolean call(int client, SplittableRandom random) {
      // Priorities all over the place, each once: the number with its low bits turned round.
      return random.nextBoolean() ? ask("insert", Long.reverse(fresh++) >>> 38) : ask("poll", null);
    }

    @Override
    String effect(int client, String function, String argument) {
      if (function.equals("insert")) {
        items.add(Long.parseLong(argument));
        return argument;
      }
      return items.isEmpty() ? "null" : Long.toString(items.poll());
    }
  }

  private static final class Members extends MadeObject {
    private final Set<String> items = new HashSet<>();

    @Override
    boolean call(int client, SplittableRandom random) {
      if (fresh == 0 || random.nextInt(4) == 0) {
        return ask("add", fresh++);
      }
      long recent = fresh - 1 - random.nextInt((int) Math.min(fresh, 50));
      return ask(random.nextInt(3) == 0 ? "remove" : "contains", recent);
    }

    @Override
    String effect(int client, String function, String argument) {
      return switch (function) {
        case "add" -> {
          items.add(argument);
          yield "true";
        }
        case "remove" -> {
          items.remove(argument);
          yield "true";
        }
        default -> Boolean.toString(items.contains(argument));
      };
    }
  }

  private static final class Permits extends MadeObject {
    private int free;
    private final Set<Integer> holders = new HashSet<>();

    Permits(int permits) {
      free = permits;
    }

    @Override
    boolean call(int client, SplittableRandom random) {
      return holders.contains(client) ? ask("release", null) : ask("acquire", null);
    }

    @Override
    String effect(int client, String function, String argument) {
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
    boolean call(int client, SplittableRandom random) {
      return random.nextBoolean() ? ask("add", 1) : ask("read", null);
    }

    @Override
    String effect(int client, String function, String argument) {
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
    boolean call(int client, SplittableRandom random) {
      return ask("fetch-add", 1);
    }

    @Override
    String effect(int client, String function, String argument) {
      return Long.toString(value++);
    }
  }
}
