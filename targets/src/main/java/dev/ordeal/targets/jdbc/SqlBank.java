package dev.ordeal.targets.jdbc;

import dev.ordeal.workloads.bank.BankClient;
import dev.ordeal.workloads.client.DefiniteFailure;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A bank: a row for each account that was touched; one select reads all of them. */
record SqlBank(SqlSession session, Rows rows) implements BankClient {
  @Override
  public boolean transfer(long from, long to, long amount, long opening)
      throws IOException, DefiniteFailure {
    return session.transaction(
        () -> {
          long balance = (Long) rows.readToChange(from).orElse(opening);
          if (balance < amount) {
            return false;
          }
          rows.change(from, Change.add(opening, -amount));
          rows.change(to, Change.add(opening, amount));
          return true;
        });
  }

  @Override
  public List<Long> balances(int accounts, long opening) throws IOException, DefiniteFailure {
    List<Map.Entry<Long, Long>> touched =
        session.transaction(
            () ->
                session.query(
                    "select k, v from " + rows.table(),
                    row -> Map.entry(row.getLong(1), row.getLong(2))));
    Long[] balances = new Long[accounts];
    Arrays.fill(balances, opening);
    for (Map.Entry<Long, Long> account : touched) {
      long number = account.getKey();
      if (number < 0 || number >= accounts) {
        throw new IOException("there is a balance of account " + number);
      }
      balances[(int) number] = account.getValue();
    }
    return List.of(balances);
  }

  @Override
  public void close() {
    session.close();
  }
}
