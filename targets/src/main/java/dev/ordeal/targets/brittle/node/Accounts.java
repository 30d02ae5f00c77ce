package dev.ordeal.targets.brittle.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Accounts between which money is moved; what is asked comes as numbers between dots. */
final class Accounts {
  /** Stands for no account, where a defect moves one side of a transfer at a time. */
  private static final String NOBODY = "-";

  private final Map<String, Long> balances = new HashMap<>();

  private long balance(String account, String opening) {
    return balances.getOrDefault(account, Long.parseLong(opening));
  }

  /** {@code FROM.TO.AMOUNT.OPENING}. */
  String transfer(String asked) {
    String[] words = asked.split("\\.");
    long amount = Long.parseLong(words[2]);
    if (!words[0].equals(NOBODY)) {
      if (balance(words[0], words[3]) < amount) {
        return "fail poor";
      }
      balances.put(words[0], balance(words[0], words[3]) - amount);
    }
    if (!words[1].equals(NOBODY)) {
      balances.put(words[1], balance(words[1], words[3]) + amount);
    }
    return "ok";
  }

  /** The two sides of a transfer as transfers of their own. */
  static String side(String asked, boolean payer) {
    String[] words = asked.split("\\.");
    words[payer ? 1 : 0] = NOBODY;
    return String.join(".", words);
  }

  /** What both accounts would hold after a transfer now; "fail poor" if it would be refused. */
  String preview(String asked) {
    String[] words = asked.split("\\.");
    long amount = Long.parseLong(words[2]);
    long from = balance(words[0], words[3]);
    long to = balance(words[1], words[3]);
    return from < amount
        ? "fail poor"
        : "%s.%d.%s.%d".formatted(words[0], from - amount, words[1], to + amount);
  }

  /** Puts accounts to what {@link #preview} said. */
  String set(String previewed) {
    String[] words = previewed.split("\\.");
    balances.put(words[0], Long.parseLong(words[1]));
    balances.put(words[2], Long.parseLong(words[3]));
    return "ok";
  }

  /** {@code ACCOUNTS.OPENING}. */
  String all(String asked) {
    String[] words = asked.split("\\.");
    List<String> all = new ArrayList<>();
    for (int account = 0; account < Integer.parseInt(words[0]); account++) {
      all.add(Long.toString(balance(Integer.toString(account), words[1])));
    }
    return "ok " + String.join(",", all);
  }

  void clear() {
    balances.clear();
  }
}
