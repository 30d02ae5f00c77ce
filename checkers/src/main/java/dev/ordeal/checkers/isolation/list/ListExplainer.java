package dev.ordeal.checkers.isolation.list;

import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.Writers;
import dev.ordeal.results.history.MicroOps;

/** Explains why one transaction that appends to lists or reads them depends on another. */
final class ListExplainer {
  private static final int NONE = Versions.NONE;

  private final Transactions transactions;
  private final Writers writers;
  private final Versions versions;
  private final ListReads reads;
  private final MicroOps ops;

  ListExplainer(Transactions transactions, Writers writers, Versions versions, ListReads reads) {
    this.transactions = transactions;
    this.writers = writers;
    this.versions = versions;
    this.reads = reads;
    ops = transactions.ops;
  }

  /** Why an edge is there. */
  String explain(int from, int to, int type) {
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
    int place = reads.lastAppended(at, reads.outside(to, at));
    if (place < 0 || writers.writer(key, ops.element(ops.list(at), place)) != from) {
      return "";
    }
    return "%s read %s = %s, where %s had appended %s"
        .formatted(
            transactions.name(to),
            transactions.key(key),
            transactions.list(ops.list(at), ops.length(at)),
            transactions.name(from),
            transactions.value(ops.element(ops.list(at), place)));
  }

  private String explainMissing(int from, int to, int at) {
    int key = ops.key(at);
    if (ops.kind(at) != MicroOps.Kind.READ) {
      return "";
    }
    int seenLength = reads.version(from, at);
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
                  ops.isList(at) ? transactions.list(ops.list(at), ops.length(at)) : "[]",
                  transactions.value(ops.cell(other)),
                  transactions.name(to),
                  place == NONE ? "behind all that was ever read" : "later");
        }
      }
    }
    return "";
  }
}
