package dev.ordeal.checkers.isolation.list;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.ParallelRanges;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.Writers;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.MicroOps;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Goes through what committed transactions did to lists, one after the other: finds what is wrong
 * within each and with the elements it read, and notes which versions it read of others.
 */
final class ListWalk {
  private static final int NONE = Versions.NONE;

  private final Transactions transactions;
  private final Writers writers;
  private final Versions versions;
  private final ListReads reads;
  private final ListOrders orders;
  private final Findings findings;
  private final MicroOps ops;

  /** Reads of others' versions: who, and which; those of lists that disagree are left out. */
  private int[] readers;

  private int[] readVersions;
  private int size;

  /** By key, for the transaction that is walked through: see {@link #walk}. */
  private final int[] stamp;

  private final int[] own;
  private final int[] lastOwn;
  private final int[] seen;
  private final int[] seenList;

  /** By version: who first read it and then appended; 0 for nobody, else one more. */
  private final int[] updater;

  private int updates;

  /** Whether somebody's appends do not stand in the order in which they were appended. */
  private boolean disordered;

  /** Whether time was over first; then there is no more of it than the findings. */
  private boolean isCut;

  private ListWalk(
      Transactions transactions,
      Writers writers,
      Versions versions,
      ListReads reads,
      ListOrders orders,
      Findings findings,
      int[] updater) {
    this.transactions = transactions;
    this.writers = writers;
    this.versions = versions;
    this.reads = reads;
    this.orders = orders;
    this.findings = findings;
    ops = transactions.ops;
    stamp = new int[ops.keyCount()];
    own = new int[ops.keyCount()];
    lastOwn = new int[ops.keyCount()];
    seen = new int[ops.keyCount()];
    seenList = new int[ops.keyCount()];
    this.updater = updater;
    Arrays.fill(stamp, NONE);
  }

  /**
   * Walks through all that committed, side by side.
   *
   * @param findings takes what was found if that takes too long
   * @param passes how long it may take
   * @return the walks in order, each with some of the reads; none if anything is wrong
   * @throws BudgetExceededException if it takes longer
   */
  static List<ListWalk> sideBySide(
      Transactions transactions,
      Writers writers,
      Versions versions,
      ListReads reads,
      ListOrders orders,
      Findings findings,
      Budget passes) {
    int[] updater = new int[versions.maker.length];
    List<ListWalk> walks =
        ParallelRanges.map(
            transactions.size(),
            (from, to) -> {
              Findings own = new Findings(transactions);
              return new ListWalk(transactions, writers, versions, reads, orders, own, updater)
                  .walk(from, to, passes);
            });
    if (walks.stream().anyMatch(walk -> walk.isCut)) {
      walks.forEach(walk -> findings.addAll(walk.findings));
      passes.check();
    }
    boolean clean =
        walks.stream().allMatch(walk -> walk.findings.names().isEmpty() && !walk.disordered);
    return clean && walks.stream().mapToLong(walk -> walk.updates).sum() == used(updater)
        ? walks
        : List.of();
  }

  /**
   * Walks through all that committed, one after the other.
   *
   * @param passes how long it may take
   * @throws BudgetExceededException if it takes longer; what was found until then is noted
   */
  static ListWalk inOrder(
      Transactions transactions,
      Writers writers,
      Versions versions,
      ListReads reads,
      ListOrders orders,
      Findings findings,
      Budget passes) {
    int[] updater = new int[versions.maker.length];
    ListWalk walk =
        new ListWalk(transactions, writers, versions, reads, orders, findings, updater)
            .walk(0, transactions.size(), passes);
    if (walk.isCut) {
      passes.check();
    }
    return walk;
  }

  /** How many versions were updated: less than there were updates if one was updated twice. */
  private static long used(int[] updater) {
    return ParallelRanges.map(
            updater.length,
            (from, to) -> {
              int used = 0;
              for (int version = from; version < to; version++) {
                used += updater[version] == 0 ? 0 : 1;
              }
              return used;
            })
        .stream()
        .mapToLong(used -> used)
        .sum();
  }

  private ListWalk walk(int from, int to, Budget passes) {
    readers = new int[Math.max(16, (to - from) / 4 * 5)];
    readVersions = new int[readers.length];
    for (int t = from; t < to && !isCut; t++) {
      if (transactions.isOk(t)) {
        walk(t);
      }
      isCut = passes.isOutOfTime(t);
    }
    return this;
  }

  /** How many reads of others' versions were noted. */
  int size() {
    return size;
  }

  int reader(int read) {
    return readers[read];
  }

  int version(int read) {
    return readVersions[read];
  }

  /** Goes through what one committed transaction did. */
  private void walk(int t) {
    int stop = transactions.stop(t);
    for (int at = transactions.first(t); at < stop; at += MicroOps.WIDTH) {
      int key = ops.key(at);
      boolean isNew = stamp[key] != t;
      if (isNew) {
        stamp[key] = t;
        own[key] = 0;
        seen[key] = NONE;
      }
      switch (ops.kind(at)) {
        case APPEND -> append(t, at, key);
        case READ -> read(t, at, key);
        default ->
            throw new IllegalArgumentException(
                "%s has both appends and micro-operations \"%s\", which do not go together"
                    .formatted(transactions.name(t), ops.kind(at).wireName()));
      }
    }
  }

  private void append(int t, int at, int key) {
    disordered |= own[key] > 0 && !orders.follows(lastOwn[key], at);
    lastOwn[key] = at;
    if (own[key]++ == 0
        && seen[key] != NONE
        && (seen[key] == 0 || versions.agrees[seenList[key]])) {
      int version = versions.base[key] + seen[key];
      int other = updater[version] - 1;
      updater[version] = t + 1;
      updates++;
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
                        transactions.list(versions.list[key], version - versions.base[key])));
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
    if (reads.isOdd(at)) {
      judgeOddRead(t, key, list, length);
    }
    boolean first = seen[key] == NONE;
    boolean right =
        first
            ? length >= own[key]
            : length == seen[key] + own[key]
                && (seen[key] == 0 || ops.agree(seenList[key], list, seen[key]));
    boolean hasOwn = reads.endsWithOwn(t, at, own[key]);
    right = right && hasOwn;
    if (right && !first) {
      return;
    }
    if (!right) {
      internal(t, at, key, list, length);
    }
    // What it shows of others counts, also where it contradicts what was read or appended before.
    int outside = right ? length - own[key] : reads.outside(t, at);
    judgeRead(t, key, list, length, outside);
    note(t, key, list, outside);
    seen[key] = hasOwn ? outside : NONE;
    seenList[key] = list;
  }

  private void note(int t, int key, int list, int outside) {
    if (outside == 0 || versions.agrees[list]) {
      if (size == readers.length) {
        readers = Arrays.copyOf(readers, size + (size >> 1));
        readVersions = Arrays.copyOf(readVersions, readers.length);
      }
      readers[size] = t;
      readVersions[size++] = versions.base[key] + outside;
    }
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
                    transactions.list(list, length),
                    before(expected, key, appended)));
  }

  /** What a transaction had read and appended to a key before, for people. */
  private String before(int expected, int key, int appended) {
    String own = "%d %s of its own".formatted(appended, appended == 1 ? "element" : "elements");
    if (expected < 0) {
      return ": " + own;
    }
    String read = ": " + (expected == 0 ? "[]" : transactions.list(seenList[key], expected));
    return appended == 0 ? read : "%s, and then %s".formatted(read, own);
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
                    transactions.list(list, length),
                    transactions.value(element)));
  }

  /** What is wrong with the part of a read that others wrote. */
  private void judgeRead(int t, int key, int list, int length, int outside) {
    int version = versions.base[key] + outside;
    if (outside == 0
        || (versions.isClean
            && versions.agrees[list]
            && outside <= versions.firstBad[key]
            && versions.maker[version] != t
            && !versions.isIntermediate[version])) {
      return;
    }
    if (versions.agrees[list]) {
      int bad = versions.firstBad[key];
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
                      transactions.list(list, length),
                      transactions.value(last),
                      transactions.name(writer)));
    }
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
                      transactions.list(list, length),
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
                      transactions.list(list, length),
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
                        transactions.list(list, length),
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
                      transactions.list(list, length),
                      transactions.name(other),
                      transactions.list(longest, versions.length[key])));
    }
  }
}
