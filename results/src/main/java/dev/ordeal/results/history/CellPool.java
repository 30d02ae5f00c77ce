package dev.ordeal.results.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Values as numbers of 64 bits, so that a history of millions of events is a handful of arrays.
 *
 * <p>The two lowest bits of a <em>cell</em> say what it is: a whole number of 62 bits in place, a
 * reference to a sequence of such numbers, to a transaction, or to any other value. Equal numbers
 * and equal other values have equal cells; sequences and transactions have to be compared item by
 * item, because looking each of them up would cost more than it saves.
 *
 * <p>Not thread-safe while it grows.
 */
public final class CellPool {
  private static final int TAG_BITS = 2;
  private static final int TAG_MASK = 3;
  private static final int NUMBER = 0;
  private static final int OBJECT = 1;
  private static final int NUMBERS = 2;
  private static final int TRANSACTION = 3;

  /** The cell of {@link Value#NIL} in every pool. */
  public static final long NIL = OBJECT;

  /** No cell. */
  public static final long NONE = -1;

  private final List<Value> objects = new ArrayList<>();
  private final Map<Value, Long> objectCells = new HashMap<>();
  private long[] numbers = new long[64];
  private int used;
  private final MicroOps microOps = new MicroOps();

  CellPool() {
    object(Value.NIL);
  }

  // Writing.

  static boolean fits(long number) {
    return number << TAG_BITS >> TAG_BITS == number;
  }

  /** The cell of a number of at most 62 bits, in every pool. */
  public static long cellOf(long number) {
    return number << TAG_BITS;
  }

  long cell(Value value) {
    return switch (value) {
      case Value.Int number when fits(number.value()) -> cellOf(number.value());
      case Value.Seq seq when seq.items().stream().allMatch(CellPool::isSmallNumber) -> {
        begin(seq.items().size());
        seq.items().forEach(item -> push(((Value.Int) item).value()));
        yield end(seq.items().size());
      }
      case Value.Seq seq when MicroOps.isTransaction(seq) -> transaction(microOps.add(seq, this));
      default -> object(value);
    };
  }

  /** A cell that equal values share, sequences included. */
  long uniqueCell(Value value) {
    return value instanceof Value.Seq ? object(value) : cell(value);
  }

  /** The cell of a transaction by where its micro-operations begin. */
  static long transaction(int began) {
    return ((long) began << TAG_BITS) | TRANSACTION;
  }

  /** Where the micro-operations of the transaction in a cell begin. */
  static int transaction(long cell) {
    return (int) (cell >> TAG_BITS);
  }

  /** Whether a cell is a number or another value that is no sequence. */
  static boolean isAtom(long cell) {
    return (cell & TAG_MASK) == NUMBER || (cell & TAG_MASK) == OBJECT;
  }

  public static boolean isTransaction(long cell) {
    return (cell & TAG_MASK) == TRANSACTION;
  }

  /** Where the transactions' micro-operations are. */
  public MicroOps microOps() {
    return microOps;
  }

  private static boolean isSmallNumber(Value item) {
    return item instanceof Value.Int number && fits(number.value());
  }

  private long object(Value value) {
    return objectCells.computeIfAbsent(
        value,
        fresh -> {
          objects.add(fresh);
          return ((long) (objects.size() - 1) << TAG_BITS) | OBJECT;
        });
  }

  /** Makes room for a sequence of up to so many numbers, which {@link #push} adds. */
  void begin(int most) {
    if (used + most + 1 > numbers.length) {
      numbers = Arrays.copyOf(numbers, grown(used + most + 1L));
    }
    used++;
  }

  private int grown(long needed) {
    return Growth.UNKNOWN.capacity(numbers.length, needed, Long.BYTES);
  }

  void push(long number) {
    if (used == numbers.length) {
      numbers = Arrays.copyOf(numbers, grown(used + 1L));
    }
    numbers[used++] = number;
  }

  /** The cell of the sequence of the last so many numbers. */
  long end(int length) {
    int at = used - length - 1;
    numbers[at] = length;
    return ((long) at << TAG_BITS) | NUMBERS;
  }

  /** Takes back the numbers pushed since {@link #begin}. */
  void abandon(int length) {
    used -= length + 1;
  }

  /** Empties the pool; cells that it gave mean nothing any more. */
  void reset() {
    objects.clear();
    objectCells.clear();
    object(Value.NIL);
    used = 0;
    microOps.reset();
  }

  /** Takes over what another pool holds, whose cells read here as {@link Adopted#cell} says. */
  Adopted adopt(CellPool other, Growth growth) {
    long[] objectsHere = new long[other.objects.size()];
    for (int i = 0; i < objectsHere.length; i++) {
      objectsHere[i] = object(other.objects.get(i));
    }
    int base = used;
    int capacity = growth.capacity(numbers.length, (long) used + other.used, Long.BYTES);
    if (capacity > numbers.length) {
      numbers = Arrays.copyOf(numbers, capacity);
    }
    System.arraycopy(other.numbers, 0, numbers, used, other.used);
    used += other.used;
    Adopted adopted = new Adopted(objectsHere, base, microOps.used());
    microOps.append(other.microOps, adopted, growth);
    return adopted;
  }

  /** How another pool's cells read in this one. */
  record Adopted(long[] objects, int base, int microOpsBase) {
    long cell(long theirs) {
      return switch ((int) (theirs & TAG_MASK)) {
        case NUMBER -> theirs;
        case OBJECT -> objects[(int) (theirs >> TAG_BITS)];
        case TRANSACTION -> theirs + ((long) microOpsBase << TAG_BITS);
        default -> theirs + ((long) base << TAG_BITS);
      };
    }
  }

  // Reading.

  public static boolean isNumber(long cell) {
    return (cell & TAG_MASK) == NUMBER;
  }

  /** The number in a cell that {@link #isNumber}. */
  public static long number(long cell) {
    return cell >> TAG_BITS;
  }

  /** Whether a cell refers to a sequence of numbers. */
  public static boolean isNumbers(long cell) {
    return (cell & TAG_MASK) == NUMBERS;
  }

  /** The length of a sequence of numbers. */
  public int length(long cell) {
    return (int) numbers[(int) (cell >> TAG_BITS)];
  }

  /** An item of a sequence of numbers. */
  public long item(long cell, int index) {
    return numbers[(int) (cell >> TAG_BITS) + 1 + index];
  }

  /** The cell of a value that is no sequence; {@link #NONE} if nothing here has that value. */
  public long known(Value value) {
    if (value instanceof Value.Int number && fits(number.value())) {
      return cellOf(number.value());
    }
    return objectCells.getOrDefault(value, NONE);
  }

  /** The value in a cell. */
  public Value value(long cell) {
    if (isNumber(cell)) {
      return Value.of(number(cell));
    }
    if (isTransaction(cell)) {
      return microOps.value(cell, this);
    }
    if (!isNumbers(cell)) {
      return objects.get((int) (cell >> TAG_BITS));
    }
    Value[] items = new Value[length(cell)];
    for (int i = 0; i < items.length; i++) {
      items[i] = Value.of(item(cell, i));
    }
    return new Value.Seq(Arrays.asList(items));
  }
}
