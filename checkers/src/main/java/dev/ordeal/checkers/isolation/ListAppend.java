package dev.ordeal.checkers.isolation;

import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Transactions that append to lists and read them whole (Kingsbury and Alvaro, VLDB 2020): every
 * read tells the order of all versions before it, so the dependencies are known and not guessed.
 *
 * <p>Finds what is wrong without a cycle, and builds the graph of dependencies. Transactions whose
 * end is unknown take part if somebody saw what they appended, and are left out otherwise. Elements
 * of committed transactions that nobody saw come behind all that were seen. Time and memory are
 * linear, whatever the lists' lengths.
 */
final class ListAppend implements Dependencies {
  private static final int NONE = Versions.NONE;

  /** Stands for what was read of a key if it contradicts the transaction's own appends. */
  private static final int BROKEN = -2;

  final Transactions transactions;
  final Writers writers;
  final Versions versions;
  final Findings findings;
  final boolean[] committed;
  private final MicroOps ops;

  /** External reads: who, and which version; those of lists that disagree are left out. */
  private int[] readers;

  private int[] readVersions;
  private int reads;

  /** By key, for the transaction that is walked through: see {@link #walk}. */
  private final int[] stamp;

  private final int[] own;
  private final int[] seen;
  private final int[] seenList;

  /** By version: who first read it and then appended; 0 for nobody, else one more. */
  private final int[] updater;

  ListAppend(Transactions transactions, Writers writers, Findings findings) {
    this.transactions = transactions;
    this.writers = writers;
    this.findings = findings;
    ops = transactions.ops;
    versions = new Versions(transactions, writers);
    committed = committed();
    stamp = new int[ops.keyCount()];
    own = new int[ops.keyCount()];
    seen = new int[ops.keyCount()];
    seenList = new int[ops.keyCount()];
    updater = new int[versions.maker.length];
    Arrays.fill(stamp, NONE);
    readers = new int[Math.max(16, transactions.size())];
    readVersions = new int[readers.length];
    judgeOrders();
    judgeOwnOrders();
    for (int t = 0; t < transactions.size(); t++) {
      if (transactions.isOk(t)) {
        walk(t);
      }
    }
  }

  /** Who committed: all that say so, and of unknown end those whose elements somebody saw. */
  private boolean[] committed() {
    boolean[] committed = new boolean[transactions.size()];
    for (int t = 0; t < committed.length; t++) {
      committed[t] = transactions.isOk(t);
    }
    for (int version = 0; version < versions.maker.length; version++) {
      int maker = versions.maker[version];
      if (maker != NONE) {
        committed[maker] = true;
      }
    }
    for (int t = 0; t < committed.length; t++) {
      for (int at = transactions.first(t);
          transactions.isOk(t) && at < transactions.stop(t);
          at += MicroOps.WIDTH) {
        if (isOddRead(at)) {
          for (int i = 0; i < ops.length(at); i++) {
            int writer = writers.writer(ops.key(at), ops.element(ops.list(at), i));
            committed[Math.max(0, writer)] |= writer >= 0 && transactions.isInfo(writer);
          }
        }
      }
    }
    return committed;
  }

  /** Whether it is a read of a list that is no beginning of the key's longest. */
  private boolean isOddRead(int at) {
    return ops.kind(at) == MicroOps.Kind.READ && ops.isList(at) && !versions.agrees[ops.list(at)];
  }

  // What is wrong with the versions themselves.

  private void judgeOrders() {
    for (int key = 0; key < ops.keyCount(); key++) {
      int list = versions.list[key];
      int failed = NONE;
      for (int p = 0; p < versions.length[key]; p++) {
        long element = ops.element(list, p);
        int writer = writers.writer(key, element);
        if (writer >= 0 && versions.position[writers.slot(key, element)] != p) {
          duplicate(key, element);
        } else if (writer >= 0 && transactions.isFail(writer)) {
          failed = writer;
        } else if (writer >= 0 && failed != NONE) {
          dirtyUpdate(key, failed, writer);
          failed = NONE;
        }
      }
    }
  }

  /** What a transaction appends to a list stands there in its own order, one behind the other. */
  private void judgeOwnOrders() {
    int[] last = new int[ops.keyCount()];
    int[] whose = new int[ops.keyCount()];
    Arrays.fill(whose, NONE);
    for (int t = 0; t < transactions.size(); t++) {
      for (int at = transactions.first(t);
          !transactions.isFail(t) && at < transactions.stop(t);
          at += MicroOps.WIDTH) {
        if (ops.kind(at) != MicroOps.Kind.APPEND) {
          continue;
        }
        int key = ops.key(at);
        int position = versions.position[writers.slot(key, ops.cell(at))];
        if (whose[key] == t
            && position != NONE
            && (last[key] == NONE || position != last[key] + 1)) {
          outOfOrder(t, key);
        }
        whose[key] = t;
        last[key] = position;
      }
    }
  }

  private void outOfOrder(int t, int key) {
    int reader = versions.reader[key];
    findings.add(
        "incompatible-order",
        transactions.key(key),
        new int[] {t, reader},
        () ->
            ("%s read %s = %s, where what %s appended does not stand in the order in which it"
                    + " was appended, one behind the other.")
                .formatted(
                    transactions.name(reader),
                    transactions.key(key),
                    list(versions.list[key], versions.length[key]),
                    transactions.name(t)));
  }

  private void duplicate(int key, long element) {
    int reader = versions.reader[key];
    findings.add(
        "duplicate-elements",
        transactions.key(key),
        new int[] {reader, writers.writer(key, element)},
        () ->
            "%s read %s = %s, in which %s stands more than once, but it was appended only once."
                .formatted(
                    transactions.name(reader),
                    transactions.key(key),
                    list(versions.list[key], versions.length[key]),
                    transactions.value(element)));
  }

  private void dirtyUpdate(int key, int failed, int writer) {
    int reader = versions.reader[key];
    findings.add(
        "dirty-update",
        transactions.key(key),
        new int[] {failed, writer, reader},
        () ->
            ("%s failed, but %s appended to %s behind what it had appended, and "
                    + "committed: %s read %s.")
                .formatted(
                    transactions.name(failed),
                    transactions.name(writer),
                    transactions.key(key),
                    transactions.name(reader),
                    list(versions.list[key], versions.length[key])));
  }

  private Value list(int list, int length) {
    List<Value> items = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      items.add(transactions.value(ops.element(list, i)));
    }
    return new Value.Seq(items);
  }

  // What is wrong within a transaction, and what it read of others.

  private void walk(int t) {
    for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
      int key = ops.key(at);
      boolean isNew = stamp[key] != t;
      if (isNew) {
        stamp[key] = t;
        own[key] = 0;
        seen[key] = NONE;
      }
      switch (ops.kind(at)) {
        case APPEND -> append(t, key);
        case READ -> read(t, at, key);
        default ->
            throw new IllegalArgumentException(
                "%s has both appends and micro-operations \"%s\", which do not go together"
                    .formatted(transactions.name(t), ops.kind(at).wireName()));
      }
    }
  }

  private void append(int t, int key) {
    if (own[key]++ == 0
        && seen[key] != NONE
        && (seen[key] == 0 || versions.agrees[seenList[key]])) {
      int version = versions.base[key] + seen[key];
      int other = updater[version] - 1;
      updater[version] = t + 1;
      if (other >= 0) {
        findings.add(
            "lost-update",
            transactions.key(key),
            new int[] {other, t},
            () ->
                ("%s and %s both read %s = %s and then appended to it: whichever came "
                        + "second did not see the other's update.")
                    .formatted(
                        transactions.name(other),
                        transactions.name(t),
                        transactions.key(key),
                        list(versions.list[key], version - versions.base[key])));
      }
    }
  }

  private void read(int t, int at, int key) {
    boolean isList = ops.isList(at);
    if (!isList && ops.cell(at) != CellPool.NIL) {
      throw new IllegalArgumentException(
          "%s read %s = %s, which is no list"
              .formatted(
                  transactions.name(t), transactions.key(key), transactions.value(ops.cell(at))));
    }
    int list = isList ? ops.list(at) : NONE;
    int length = isList ? ops.length(at) : 0;
    if (isOddRead(at)) {
      judgeOddRead(t, key, list, length);
    }
    if (seen[key] == BROKEN) {
      return;
    }
    boolean first = seen[key] == NONE;
    boolean right =
        first
            ? length >= own[key]
            : length == seen[key] + own[key]
                && (seen[key] == 0 || ops.agree(seenList[key], list, seen[key]));
    right = right && endsWithOwn(t, at, own[key]);
    if (!right) {
      internal(t, at, key, list, length);
      seen[key] = first ? BROKEN : seen[key];
      return;
    }
    if (!first) {
      return;
    }
    seen[key] = length - own[key];
    seenList[key] = list;
    judgeRead(t, key, list, length);
    if (seen[key] == 0 || versions.agrees[list]) {
      if (reads == readers.length) {
        readers = Arrays.copyOf(readers, reads + (reads >> 1));
        readVersions = Arrays.copyOf(readVersions, readers.length);
      }
      readers[reads] = t;
      readVersions[reads++] = versions.base[key] + seen[key];
    }
  }

  /** Whether a list ends with what the transaction has appended so far, in that order. */
  private boolean endsWithOwn(int t, int at, int appended) {
    int index = (ops.isList(at) ? ops.length(at) : 0) - appended;
    if (index < 0) {
      return false;
    }
    for (int before = transactions.first(t);
        appended > 0 && before < at;
        before += MicroOps.WIDTH) {
      if (ops.key(before) == ops.key(at)
          && ops.kind(before) == MicroOps.Kind.APPEND
          && ops.element(ops.list(at), index++) != ops.cell(before)) {
        return false;
      }
    }
    return true;
  }

  private void internal(int t, int at, int key, int list, int length) {
    for (int later = at; later < transactions.stop(t); later += MicroOps.WIDTH) {
      if (ops.key(later) == key && ops.kind(later) == MicroOps.Kind.APPEND) {
        for (int i = 0; i < length; i++) {
          if (ops.element(list, i) == ops.cell(later)) {
            future(t, key, list, length, ops.cell(later));
            return;
          }
        }
      }
    }
    int expected = seen[key];
    int appended = own[key];
    findings.add(
        "internal",
        transactions.key(key),
        new int[] {t},
        () ->
            "%s read %s = %s, which contradicts what it had read or appended itself before%s."
                .formatted(
                    transactions.name(t),
                    transactions.key(key),
                    list(list, length),
                    expected < 0
                        ? ": %d elements".formatted(appended)
                        : ": first %s, and then %d elements of its own"
                            .formatted(list(seenList[key], expected), appended)));
  }

  private void future(int t, int key, int list, int length, long element) {
    findings.add(
        "future-read",
        transactions.key(key),
        new int[] {t},
        () ->
            "%s read %s = %s, which has %s, before it appended that itself."
                .formatted(
                    transactions.name(t),
                    transactions.key(key),
                    list(list, length),
                    transactions.value(element)));
  }

  /** What is wrong with the part of a read that others wrote. */
  private void judgeRead(int t, int key, int list, int length) {
    int outside = seen[key];
    if (outside == 0) {
      return;
    }
    if (versions.agrees[list]) {
      int bad = firstBad(key);
      if (bad < outside) {
        judgeElement(t, key, list, length, ops.element(list, bad));
      }
    }
    long last = ops.element(list, outside - 1);
    int slot = writers.slot(key, last);
    if (slot >= 0 && writers.writer(slot) == t) {
      future(t, key, list, length, last);
    } else if (slot >= 0 && writers.isIntermediate(slot)) {
      int writer = writers.writer(slot);
      findings.add(
          "G1b",
          transactions.key(key),
          new int[] {writer, t},
          () ->
              ("%s read %s = %s, which ends with %s, an intermediate state of %s, "
                      + "which appended more to it.")
                  .formatted(
                      transactions.name(t),
                      transactions.key(key),
                      list(list, length),
                      transactions.value(last),
                      transactions.name(writer)));
    }
  }

  /** By key: where the first element stands that failed or came from nowhere; made when needed. */
  private int[] firstBad;

  private Groups unseen;

  private int firstBad(int key) {
    if (firstBad == null) {
      firstBad = new int[ops.keyCount()];
      for (int k = 0; k < firstBad.length; k++) {
        int p = 0;
        while (p < versions.length[k] && !isBad(k, ops.element(versions.list[k], p))) {
          p++;
        }
        firstBad[k] = p;
      }
    }
    return firstBad[key];
  }

  private boolean isBad(int key, long element) {
    int writer = writers.writer(key, element);
    return writer < 0 || transactions.isFail(writer);
  }

  private void judgeElement(int t, int key, int list, int length, long element) {
    int writer = writers.writer(key, element);
    if (writer < 0) {
      findings.add(
          "garbage-read",
          transactions.key(key),
          new int[] {t},
          () ->
              "%s read %s = %s, but nobody ever appended %s to it."
                  .formatted(
                      transactions.name(t),
                      transactions.key(key),
                      list(list, length),
                      transactions.value(element)));
    } else if (transactions.isFail(writer)) {
      findings.add(
          "G1a",
          transactions.key(key),
          new int[] {writer, t},
          () ->
              "%s read %s = %s, but %s, which appended %s, failed: it was aborted."
                  .formatted(
                      transactions.name(t),
                      transactions.key(key),
                      list(list, length),
                      transactions.name(writer),
                      transactions.value(element)));
    }
  }

  private void judgeOddRead(int t, int key, int list, int length) {
    Set<Long> elements = new HashSet<>();
    for (int i = 0; i < length; i++) {
      long element = ops.element(list, i);
      if (!elements.add(element)) {
        findings.add(
            "duplicate-elements",
            transactions.key(key),
            new int[] {t},
            () ->
                "%s read %s = %s, in which %s stands more than once, but it was appended only once."
                    .formatted(
                        transactions.name(t),
                        transactions.key(key),
                        list(list, length),
                        transactions.value(element)));
      }
      judgeElement(t, key, list, length, element);
    }
    int longest = versions.list[key];
    if (!ops.agree(list, longest, length)) {
      int other = versions.reader[key];
      findings.add(
          "incompatible-order",
          transactions.key(key),
          new int[] {t, other},
          () ->
              ("%s read %s = %s and %s read %s: neither is a beginning of the other, "
                      + "so the elements were never in one order.")
                  .formatted(
                      transactions.name(t),
                      transactions.key(key),
                      list(list, length),
                      transactions.name(other),
                      list(longest, versions.length[key])));
    }
  }

  // The graph.

  @Override
  public Graph graph() {
    int makers = 0;
    for (int maker : versions.maker) {
      makers += maker == NONE ? 0 : 1;
    }
    Graph.Builder graph = new Graph.Builder(transactions.size(), makers + 2 * reads + 16);
    // By version: who made the last one up to it, and who makes the next one.
    int[] next = new int[versions.maker.length];
    int[] made = versions.maker.clone();
    for (int key = 0; key < ops.keyCount(); key++) {
      int base = versions.base[key];
      int last = NONE;
      for (int version = base; version < versions.base[key + 1]; version++) {
        if (versions.maker[version] != NONE) {
          if (last != NONE) {
            graph.add(last, versions.maker[version], Graph.WW);
          }
          last = versions.maker[version];
        }
        made[version] = last;
      }
      int following = NONE;
      for (int version = versions.base[key + 1] - 1; version >= base; version--) {
        next[version] = following;
        following = versions.maker[version] == NONE ? following : versions.maker[version];
      }
    }
    unseen = new Groups(graph, Groups.unseen(this));
    for (int i = 0; i < reads; i++) {
      int version = readVersions[i];
      if (made[version] != NONE) {
        graph.add(made[version], readers[i], Graph.WR);
      }
      if (next[version] != NONE) {
        graph.add(readers[i], next[version], Graph.RW);
      } else if (!unseen.isEmpty()) {
        unseen.before(versions.keyOf(version), readers[i], Graph.RW);
      }
    }
    for (int key = 0; key < ops.keyCount() && !unseen.isEmpty(); key++) {
      int last = made[versions.base[key + 1] - 1];
      if (last != NONE) {
        unseen.before(key, last, Graph.WW);
      }
    }
    oddReads(graph, next);
    return graph.build();
  }

  /** Reads of lists that disagree with the longest say something by their last element only. */
  private void oddReads(Graph.Builder graph, int[] next) {
    for (int t = 0; t < transactions.size(); t++) {
      for (int at = transactions.first(t);
          transactions.isOk(t) && at < transactions.stop(t);
          at += MicroOps.WIDTH) {
        int length = isOddRead(at) ? outside(t, at) : 0;
        int key = ops.key(at);
        if (length == 0 || transactions.firstRead(t, key) != at || readVersion(t, key) == NONE) {
          continue;
        }
        long last = ops.element(ops.list(at), length - 1);
        int slot = writers.slot(key, last);
        if (slot < 0 || transactions.isFail(writers.writer(slot))) {
          continue;
        }
        graph.add(writers.writer(slot), t, Graph.WR);
        if (versions.position[slot] != NONE) {
          int version = versions.base[key] + versions.position[slot] + 1;
          if (next[version] != NONE) {
            graph.add(t, next[version], Graph.RW);
          }
        }
      }
    }
  }

  // What paths are about.

  /** The version of a key that a transaction read from outside; -1 if it read none. */
  int readVersion(int t, int key) {
    int appended = 0;
    for (int at = transactions.first(t);
        transactions.isOk(t) && at < transactions.stop(t);
        at += MicroOps.WIDTH) {
      if (ops.key(at) != key) {
        continue;
      }
      if (ops.kind(at) == MicroOps.Kind.APPEND) {
        appended++;
      } else if (!endsWithOwn(t, at, appended)) {
        return NONE;
      } else if (isOddRead(at) && ops.length(at) > appended) {
        long last = ops.element(ops.list(at), ops.length(at) - appended - 1);
        int slot = writers.slot(key, last);
        return slot < 0 || versions.position[slot] == NONE ? NONE : versions.position[slot] + 1;
      } else {
        return ops.isList(at) ? Math.max(0, ops.length(at) - appended) : 0;
      }
    }
    return NONE;
  }

  @Override
  public String explain(int from, int to, int type) {
    for (int at = transactions.first(type == Graph.RW ? from : to);
        at < transactions.stop(type == Graph.RW ? from : to);
        at += MicroOps.WIDTH) {
      String found =
          switch (type) {
            case Graph.WW -> explainWrite(from, to, at);
            case Graph.WR -> explainRead(from, to, at);
            default -> explainMissing(from, to, at);
          };
      if (!found.isEmpty()) {
        return found;
      }
    }
    throw transactions.noEdge(from, to, type);
  }

  private String explainWrite(int from, int to, int at) {
    if (ops.kind(at) != MicroOps.Kind.APPEND) {
      return "";
    }
    int key = ops.key(at);
    int base = versions.base[key];
    int place = versions.position[writers.slot(key, ops.cell(at))];
    int version = base + (place == NONE ? versions.length[key] : place);
    while (version > base && versions.maker[version] == NONE) {
      version--;
    }
    if (version == base || versions.maker[version] != from) {
      return "";
    }
    String before =
        "%s appended %s to %s"
            .formatted(
                transactions.name(from),
                transactions.value(ops.element(versions.list[key], version - base - 1)),
                transactions.key(key));
    String after =
        "%s appended %s".formatted(transactions.name(to), transactions.value(ops.cell(at)));
    return place == NONE
        ? "%s, which was read, and %s, which nobody ever read and so came later"
            .formatted(before, after)
        : "%s, and %s directly behind it".formatted(before, after);
  }

  private String explainRead(int from, int to, int at) {
    int key = ops.key(at);
    if (ops.kind(at) != MicroOps.Kind.READ || !ops.isList(at)) {
      return "";
    }
    int length = outside(to, at);
    int place = length - 1;
    while (place >= 0 && isBad(key, ops.element(ops.list(at), place))) {
      place--;
    }
    if (place < 0 || writers.writer(key, ops.element(ops.list(at), place)) != from) {
      return "";
    }
    return "%s read %s = %s, where %s had appended %s"
        .formatted(
            transactions.name(to),
            transactions.key(key),
            list(ops.list(at), ops.length(at)),
            transactions.name(from),
            transactions.value(ops.element(ops.list(at), place)));
  }

  private String explainMissing(int from, int to, int at) {
    int key = ops.key(at);
    if (ops.kind(at) != MicroOps.Kind.READ) {
      return "";
    }
    int seenLength = readVersion(from, key);
    if (seenLength < 0) {
      return "";
    }
    for (int other = transactions.first(to);
        other < transactions.stop(to);
        other += MicroOps.WIDTH) {
      if (ops.key(other) == key && ops.kind(other) == MicroOps.Kind.APPEND) {
        int place = versions.position[writers.slot(key, ops.cell(other))];
        if (place == NONE || place >= seenLength) {
          return "%s read %s = %s, without %s, which %s appended %s"
              .formatted(
                  transactions.name(from),
                  transactions.key(key),
                  ops.isList(at) ? list(ops.list(at), ops.length(at)) : "[]",
                  transactions.value(ops.cell(other)),
                  transactions.name(to),
                  place == NONE ? "behind all that was ever read" : "later");
        }
      }
    }
    return "";
  }

  /** How much of a list that a transaction read is of others. */
  private int outside(int t, int at) {
    int length = ops.length(at);
    while (length > 0 && writers.writer(ops.key(at), ops.element(ops.list(at), length - 1)) == t) {
      length--;
    }
    return length;
  }

  @Override
  public List<List<Integer>> unordered() {
    return unseen.several();
  }

  @Override
  public boolean isCommitted(int transaction) {
    return committed[transaction];
  }

  @Override
  public void visitObserved(int t, Observed observed) {
    writers.visitElements(transactions, t, observed);
  }

  @Override
  public int missed(int t, int writer) {
    for (int at = transactions.first(writer);
        at < transactions.stop(writer);
        at += MicroOps.WIDTH) {
      if (ops.kind(at) == MicroOps.Kind.APPEND) {
        int key = ops.key(at);
        int read = readVersion(t, key);
        int place = versions.position[writers.slot(key, ops.cell(at))];
        if (read >= 0 && (place == NONE || place >= read)) {
          return transactions.firstRead(t, key);
        }
      }
    }
    return NONE;
  }
}
