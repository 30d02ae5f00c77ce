package dev.ordeal.checkers.made;

import dev.ordeal.results.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Small random histories of a store in which each read shows what is committed at that moment:
 * reads of one transaction differ. Now and then one is dirty, or without the transaction's own
 * writes, or with those still to come.
 */
public final class ReadCommitted {
  private static final int KEYS = 2;

  /** An operation of a transaction, and its place in the order in which all were carried out. */
  private record Step(boolean isRead, int key, int value, int time) {}

  private ReadCommitted() {}

  /**
   * Makes one of {@code list-append}, {@code set-add}, {@code rw-register} or {@code rw-repeated}.
   */
  public static History of(String type, SplittableRandom random) {
    int n = 2 + random.nextInt(2);
    double odd = random.nextInt(3) * 0.15;
    int[] values = new int[KEYS];
    List<List<Step>> all = new ArrayList<>();
    int[] commit = new int[n];
    int[] ends = new int[n];
    for (int t = 0; t < n; t++) {
      List<Step> steps = new ArrayList<>();
      int time = random.nextInt(10);
      for (int left = 1 + random.nextInt(4); left > 0; left--) {
        int key = random.nextInt(3) == 0 ? 1 : 0;
        boolean isRead = random.nextInt(5) < 3;
        int value = type.equals("rw-repeated") ? 1 + random.nextInt(2) : ++values[key];
        steps.add(new Step(isRead, key, value, time));
        time += 1 + random.nextInt(6);
      }
      all.add(steps);
      commit[t] = time;
      ends[t] = random.nextInt(8);
    }
    List<String> texts = new ArrayList<>();
    for (int t = 0; t < n; t++) {
      int reader = t;
      String text =
          all.get(t).stream()
              .map(step -> text(type, all, commit, ends, reader, step, random, odd))
              .collect(Collectors.joining(", "));
      texts.add(text + (ends[t] == 0 ? " -> fail" : ends[t] == 1 ? " -> info" : ""));
    }
    return Concurrent.of(texts);
  }

  private static String text(
      String type,
      List<List<Step>> all,
      int[] commit,
      int[] ends,
      int reader,
      Step step,
      SplittableRandom random,
      double odd) {
    String write = type.equals("list-append") ? "append" : type.equals("set-add") ? "add" : "w";
    if (!step.isRead()) {
      return "%s %d %d".formatted(write, step.key(), step.value());
    }
    List<Step> seen = new ArrayList<>();
    boolean isDirty = random.nextDouble() < odd;
    List<Integer> order = new ArrayList<>();
    for (int t = 0; t < commit.length; t++) {
      boolean isThere = ends[t] > 0 && commit[t] < step.time();
      if (t != reader && (isThere || (isDirty && random.nextBoolean()))) {
        order.add(t);
      }
    }
    order.sort((a, b) -> Integer.compare(commit[a], commit[b]));
    for (int t : order) {
      all.get(t).stream()
          .filter(s -> !s.isRead() && s.key() == step.key())
          .filter(s -> commit[t] < step.time() || s.time() < step.time())
          .forEach(seen::add);
    }
    int own =
        random.nextDouble() < odd / 2
            ? random.nextBoolean() ? Integer.MIN_VALUE : Integer.MAX_VALUE
            : step.time();
    all.get(reader).stream()
        .filter(s -> !s.isRead() && s.key() == step.key() && s.time() < own)
        .forEach(seen::add);
    String shown =
        seen.stream().map(s -> String.valueOf(s.value())).collect(Collectors.joining(" "));
    boolean isRegister = type.startsWith("rw");
    String last = seen.isEmpty() ? "nil" : String.valueOf(seen.getLast().value());
    return "r %d %s".formatted(step.key(), isRegister ? last : "[" + shown + "]");
  }
}
