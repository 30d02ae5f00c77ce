package dev.ordeal.targets.redis;

import dev.ordeal.workloads.bank.BankClient;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.client.UnexpectedAnswerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Accounts as keys; a transfer is a script. */
record RedisBankClient(RedisSession session) implements BankClient {
  private static final String TRANSFER =
      "local from = tonumber(redis.call('GET', KEYS[1]) or ARGV[2]) "
          + "local to = tonumber(redis.call('GET', KEYS[2]) or ARGV[2]) "
          + "local amount = tonumber(ARGV[1]) "
          + "if from < amount then return 0 end "
          + "redis.call('MSET', KEYS[1], from - amount, KEYS[2], to + amount) return 1";

  @Override
  public boolean transfer(long from, long to, long amount, long opening)
      throws IOException, DefiniteFailure {
    return RedisSession.isOne(
        session.update(
            "EVAL",
            TRANSFER,
            "2",
            name(from),
            name(to),
            Long.toString(amount),
            Long.toString(opening)));
  }

  @Override
  public List<Long> balances(int accounts, long opening) throws IOException, DefiniteFailure {
    List<String> words = new ArrayList<>(List.of("MGET"));
    for (long account = 0; account < accounts; account++) {
      words.add(name(account));
    }
    if (!(session.read(words.toArray(String[]::new)) instanceof List<?> balances)
        || balances.size() != accounts) {
      throw new UnexpectedAnswerException("MGET: not %d balances".formatted(accounts));
    }
    List<Long> numbers = new ArrayList<>();
    for (Object balance : balances) {
      numbers.add(RedisSession.numberIfAny(balance).orElse(opening));
    }
    return numbers;
  }

  private static String name(long account) {
    return "account:" + account;
  }

  @Override
  public void close() {
    session.close();
  }
}
