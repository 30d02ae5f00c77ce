package dev.ordeal.targets.brittle.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The state machine: objects of each type by key. Answers are what the client will see. */
final class Objects {
  private final Map<Long, Long> registers = new HashMap<>();
  private final Map<Long, List<Long>> lists = new HashMap<>();
  private final Map<Long, Deque<Long>> queues = new HashMap<>();
  private final Map<Long, Set<Long>> sets = new HashMap<>();
  private final Map<Long, Long> counters = new HashMap<>();
  private final Map<Long, Long> ids = new HashMap<>();
  private final Map<Long, List<Long>> holders = new HashMap<>();
  private final Accounts accounts = new Accounts();

  /** How many transactions were carried out, and by key the last that changed it. */
  private long version;

  private final Map<Long, Long> changedAt = new HashMap<>();

  /** Applies an entry. */
  String apply(Entry entry) {
    long key = entry.key();
    return switch (entry.kind()) {
      case NOTHING -> "ok";
      case READ, CONTAINS, COUNT, LOOK, BALANCES, PREVIEW -> read(entry);
      case WRITE -> {
        registers.put(key, entry.first());
        yield "ok";
      }
      case CAS -> {
        Long current = registers.get(key);
        if (current == null || current != entry.first()) {
          yield "fail mismatch";
        }
        registers.put(key, entry.second());
        yield "ok";
      }
      case ENQUEUE -> {
        queue(key).add(entry.first());
        yield "ok";
      }
      case DEQUEUE -> {
        Long element = queue(key).poll();
        yield element == null ? "ok nil" : "ok " + element;
      }
      case TAKE -> {
        queue(key).remove(entry.first());
        yield "ok " + entry.first();
      }
      case ADD -> {
        set(key).add(entry.first());
        yield "ok";
      }
      case REMOVE -> {
        set(key).remove(entry.first());
        yield "ok";
      }
      case KEEP -> {
        // The first so many elements and one more: what somebody had read, and what he added.
        Collection<Long> known = new ArrayList<>(set(key)).subList(0, keeps(entry));
        set(key).retainAll(Set.copyOf(known));
        set(key).add(entry.first());
        yield "ok";
      }
      case INCREASE -> {
        counters.merge(key, entry.first(), Long::sum);
        yield "ok";
      }
      case SET_COUNT -> {
        counters.put(key, entry.first());
        yield "ok";
      }
      case TRANSACT, PART -> transact(entry.steps());
      case COMMIT -> isChangedSince(entry) ? "fail conflict" : transact(entry.steps());
      case TRANSFER -> accounts.transfer(entry.steps());
      case SET_BALANCES -> accounts.set(entry.steps());
      case NEXT_ID -> "ok " + ids.merge(key, 1L, Long::sum);
      case ACQUIRE -> {
        List<Long> holding = holders(key);
        boolean free = holding.size() < entry.first() && !holding.contains(entry.second());
        if (free) {
          holding.add(entry.second());
        }
        yield free ? "ok" : "fail held";
      }
      case RELEASE -> holders(key).remove(entry.first()) ? "ok" : "fail not-held";
    };
  }

  private int keeps(Entry entry) {
    return (int) Math.min(entry.second(), set(entry.key()).size());
  }

  /** Answers an entry that changes nothing. */
  String read(Entry entry) {
    long key = entry.key();
    return switch (entry.kind()) {
      case READ -> registers.containsKey(key) ? "ok " + registers.get(key) : "ok nil";
      case CONTAINS -> "ok " + set(key).contains(entry.first());
      case COUNT -> "ok " + count(key);
      case LOOK -> transact(entry.steps());
      case PREVIEW -> "ok " + version + preview(entry.steps()).substring(2);
      case BALANCES -> accounts.all(entry.steps());
      default -> throw new IllegalArgumentException(entry.kind() + " is no read");
    };
  }

  /** What a transaction would answer now; nothing is changed. */
  String preview(String steps) {
    Objects copy = new Objects();
    copy.registers.putAll(registers);
    lists.forEach((key, list) -> copy.lists.put(key, new ArrayList<>(list)));
    sets.forEach((key, set) -> copy.sets.put(key, new LinkedHashSet<>(set)));
    return copy.transact(steps);
  }

  /** What a transfer would make of both accounts now; nothing is changed. */
  String previewTransfer(String steps) {
    return accounts.preview(steps);
  }

  private boolean isChangedSince(Entry commit) {
    for (String step : commit.steps().split(",")) {
      long key = Long.parseLong(step.split("\\.")[1]);
      if (changedAt.getOrDefault(key, 0L) > commit.first()) {
        return true;
      }
    }
    return false;
  }

  private String transact(String steps) {
    version++;
    List<String> answers = new ArrayList<>();
    for (String step : steps.isEmpty() ? new String[0] : steps.split(",")) {
      String[] words = step.split("\\.");
      long key = Long.parseLong(words[1]);
      switch (words[0]) {
        case "r" -> answers.add(registers.containsKey(key) ? registers.get(key).toString() : "nil");
        case "l" -> answers.add(lists.getOrDefault(key, List.of()).toString().replace(", ", "."));
        case "s" -> answers.add(sets.getOrDefault(key, Set.of()).toString().replace(", ", "."));
        case "w" -> {
          registers.put(key, Long.parseLong(words[2]));
          changedAt.put(key, version);
        }
        case "a" -> {
          lists.computeIfAbsent(key, k -> new ArrayList<>()).add(Long.parseLong(words[2]));
          changedAt.put(key, version);
        }
        case "e" -> {
          set(key).add(Long.parseLong(words[2]));
          changedAt.put(key, version);
        }
        default -> throw new IllegalArgumentException("unknown step " + step);
      }
    }
    return "ok " + String.join(",", answers);
  }

  /** What the next to be dequeued is; null if there is nothing. */
  Long head(long key) {
    return queue(key).peek();
  }

  int size(long key) {
    return set(key).size();
  }

  long count(long key) {
    return counters.getOrDefault(key, 0L);
  }

  private Deque<Long> queue(long key) {
    return queues.computeIfAbsent(key, k -> new ArrayDeque<>());
  }

  private Set<Long> set(long key) {
    return sets.computeIfAbsent(key, k -> new LinkedHashSet<>());
  }

  private List<Long> holders(long key) {
    return holders.computeIfAbsent(key, k -> new ArrayList<>());
  }

  void clear() {
    registers.clear();
    lists.clear();
    queues.clear();
    sets.clear();
    counters.clear();
    ids.clear();
    holders.clear();
    accounts.clear();
    changedAt.clear();
    version = 0;
  }
}
