package dev.ordeal.checkers.linearizability.counter;

import static dev.ordeal.checkers.linearizability.finding.Wording.capital;
import static dev.ordeal.checkers.linearizability.finding.Wording.name;

import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Operation;
import java.util.List;
import java.util.Optional;

/**
 * What a counter can have stood at while a read lasted: everything added before for certain, and as
 * little or as much as possible of what was added meanwhile.
 */
final class CounterBounds implements Walk.Visitor {
  private final Columns columns;
  private final Walk walk;
  private final boolean[] isRead;
  private final long[] leastAtCall;
  private final long[] mostAtCall;
  private long certain;
  private long openDown;
  private long openUp;
  private long calledDown;
  private long calledUp;
  private Finding wrong;

  CounterBounds(Columns columns, Walk walk, boolean[] isRead) {
    this.columns = columns;
    this.walk = walk;
    this.isRead = isRead;
    this.leastAtCall = new long[walk.size()];
    this.mostAtCall = new long[walk.size()];
  }

  /** A violation if a read is out of bounds; else empty, which decides nothing. */
  Optional<Finding> check() {
    walk.go(columns, this);
    return Optional.ofNullable(wrong);
  }

  private long amount(int number) {
    return CellPool.number(columns.argument(walk.operation(number)));
  }

  @Override
  public boolean called(int number) {
    if (isRead[number]) {
      leastAtCall[number] = certain + openDown - calledDown;
      mostAtCall[number] = certain + openUp - calledUp;
      return true;
    }
    long amount = amount(number);
    openDown += Math.min(0, amount);
    openUp += Math.max(0, amount);
    calledDown += Math.min(0, amount);
    calledUp += Math.max(0, amount);
    return true;
  }

  @Override
  public boolean returned(int number) {
    if (!isRead[number]) {
      long amount = amount(number);
      certain += amount;
      openDown -= Math.min(0, amount);
      openUp -= Math.max(0, amount);
      return true;
    }
    // All that was open at the call, and all that was called since, may or may not count.
    long least = leastAtCall[number] + calledDown;
    long most = mostAtCall[number] + calledUp;
    Operation read = columns.operation(walk.operation(number));
    long answer = read.result().asLong();
    if (answer < least || answer > most) {
      String text = "%s answered %d, but while it lasted the counter stood between %d and %d.";
      wrong =
          new Finding.Violated(
              answer < least ? "stale-read" : "impossible-number",
              capital(text.formatted(name(read), answer, least, most)),
              List.of(read));
      return false;
    }
    return true;
  }
}
