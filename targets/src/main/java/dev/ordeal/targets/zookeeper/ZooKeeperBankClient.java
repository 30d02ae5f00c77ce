package dev.ordeal.targets.zookeeper;

import static dev.ordeal.targets.zookeeper.ZooKeeperSession.bytes;
import static dev.ordeal.targets.zookeeper.ZooKeeperSession.name;
import static dev.ordeal.targets.zookeeper.ZooKeeperSession.text;
import static dev.ordeal.targets.zookeeper.ZooKeeperSession.unknown;

import dev.ordeal.workloads.bank.BankClient;
import dev.ordeal.workloads.client.DefiniteFailure;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.data.Stat;

/**
 * A bank whose accounts are nodes, read with their versions; one multi-op checks that all are as
 * they were and changes those that have to be.
 */
final class ZooKeeperBankClient implements BankClient {
  private static final int ATTEMPTS_MAX = 10;

  private final ZooKeeperSession session;

  ZooKeeperBankClient(ZooKeeperSession session) {
    this.session = session;
  }

  private record Account(String path, long balance, int version) {}

  private Account account(long number, long opening) throws Exception {
    String path = "/account-" + number;
    while (true) {
      Stat stat = new Stat();
      try {
        long balance = Long.parseLong(text(session.zookeeper().getData(path, false, stat)));
        return new Account(path, balance, stat.getVersion());
      } catch (KeeperException.NoNodeException absent) {
        session.create(path, Long.toString(opening));
      }
    }
  }

  @Override
  public boolean transfer(long from, long to, long amount, long opening) throws Exception {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      List<Account> both = read(List.of(from, to), opening);
      Account payer = both.getFirst();
      Account payee = both.getLast();
      if (payer.balance() < amount) {
        return false;
      }
      try {
        session
            .zookeeper()
            .multi(
                List.of(
                    set(payer, payer.balance() - amount), set(payee, payee.balance() + amount)));
        return true;
      } catch (KeeperException.BadVersionException overtaken) {
        // Read again.
      } catch (KeeperException failed) {
        throw unknown(failed);
      }
    }
    throw new DefiniteFailure("overtaken: " + ATTEMPTS_MAX + " times");
  }

  private static Op set(Account account, long balance) {
    return Op.setData(account.path(), bytes(Long.toString(balance)), account.version());
  }

  @Override
  public List<Long> balances(int accounts, long opening) throws Exception {
    List<Long> numbers = new ArrayList<>();
    for (long number = 0; number < accounts; number++) {
      numbers.add(number);
    }
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      List<Account> all = read(numbers, opening);
      try {
        session
            .zookeeper()
            .multi(all.stream().map(one -> Op.check(one.path(), one.version())).toList());
        return all.stream().map(Account::balance).toList();
      } catch (KeeperException.BadVersionException overtaken) {
        // Read again.
      } catch (KeeperException failed) {
        throw DefiniteFailure.clientLost(name(failed) + ": nothing was to be written");
      }
    }
    throw new DefiniteFailure("overtaken: " + ATTEMPTS_MAX + " times");
  }

  private List<Account> read(List<Long> numbers, long opening) throws Exception {
    List<Account> accounts = new ArrayList<>();
    try {
      for (long number : numbers) {
        accounts.add(account(number, opening));
      }
    } catch (KeeperException failed) {
      throw DefiniteFailure.clientLost(name(failed) + ": before anything was written");
    }
    return accounts;
  }

  @Override
  public void close() {
    session.close();
  }
}
