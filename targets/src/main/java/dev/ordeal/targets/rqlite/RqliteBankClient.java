package dev.ordeal.targets.rqlite;

import dev.ordeal.targets.rqlite.RqliteSession.Statement;
import dev.ordeal.workloads.bank.BankClient;
import dev.ordeal.workloads.client.DefiniteFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Accounts as rows; a transfer is one transaction. */
record RqliteBankClient(RqliteSession session) implements BankClient {

  private static final String OPEN =
      "INSERT OR IGNORE INTO accounts (id, balance) VALUES (?, ?), (?, ?)";
  private static final String MOVE =
      "UPDATE accounts SET balance = balance + CASE id WHEN ? THEN -? ELSE ? END"
          + " WHERE id IN (?, ?) AND (SELECT balance FROM accounts WHERE id = ?) >= ?";

  @Override
  public boolean transfer(long from, long to, long amount, long opening)
      throws IOException, InterruptedException, DefiniteFailure {
    List<JsonNode> results =
        session.inTransaction(
            List.of(
                new Statement(OPEN, from, opening, to, opening),
                new Statement(MOVE, from, amount, amount, from, to, from, amount)));
    return RqliteSession.changed(results.getLast()) > 0;
  }

  @Override
  public List<Long> balances(int accounts, long opening) throws IOException, InterruptedException {
    List<Long> balances = new ArrayList<>(Collections.nCopies(accounts, opening));
    for (JsonNode row :
        session.rows("SELECT id, balance FROM accounts WHERE id < ?", (long) accounts)) {
      balances.set(
          Math.toIntExact(RqliteSession.number(row.path(0))), RqliteSession.number(row.path(1)));
    }
    return balances;
  }

  @Override
  public void close() {
    session.close();
  }
}
