package dev.ordeal.results.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value as it stands in a history: what JSON and EDN have in common.
 *
 * <p>Values are immutable and compare by content. EDN keywords and symbols are read as {@link Text}
 * without their colon, because no history depends on the difference.
 */
public sealed interface Value {

  /** The absent value, {@code null} in JSON and {@code nil} in EDN. */
  Value NIL = new Nil();

  /** See {@link #NIL}. */
  record Nil() implements Value {
    @Override
    public String toString() {
      return "nil";
    }
  }

  /** A truth value. */
  record Bool(boolean value) implements Value {
    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  /** A whole number of 64 bits. */
  record Int(long value) implements Value {
    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  /** A number with a fraction. */
  record Real(double value) implements Value {
    @Override
    public String toString() {
      return Double.toString(value);
    }
  }

  /** A text, keyword or symbol. */
  record Text(String value) implements Value {
    @Override
    public String toString() {
      return value;
    }
  }

  /** An ordered sequence: JSON array, EDN vector, list or set. */
  record Seq(List<Value> items) implements Value {
    public Seq {
      items = List.copyOf(items);
    }

    @Override
    public String toString() {
      return items.toString();
    }
  }

  /** A map with text keys, in the order in which they were written. */
  record Dict(Map<String, Value> entries) implements Value {
    public Dict {
      entries = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /**
     * The same for the same entries in another order.
     *
     * <p>A map's own is a sum, and so nearly the same for all balances that have the same sum: a
     * table of what reads of a bank saw would be a list.
     */
    @Override
    public int hashCode() {
      int sum = 0;
      for (Map.Entry<String, Value> entry : entries.entrySet()) {
        sum += scattered(scattered(entry.getKey().hashCode()) + entry.getValue().hashCode());
      }
      return sum;
    }

    /** The last step of MurmurHash3, after which every bit depends on all bits before. */
    private static int scattered(int bits) {
      int mixed = (bits ^ (bits >>> 16)) * 0x85EBCA6B;
      mixed = (mixed ^ (mixed >>> 13)) * 0xC2B2AE35;
      return mixed ^ (mixed >>> 16);
    }

    @Override
    public String toString() {
      return entries.toString();
    }
  }

  static Value of(long number) {
    return SmallInts.of(number);
  }

  static Value of(String text) {
    return new Text(text);
  }

  static Value of(boolean flag) {
    return new Bool(flag);
  }

  static Value seq(Value... items) {
    return new Seq(List.of(items));
  }

  static Value texts(Iterable<String> texts) {
    List<Value> items = new ArrayList<>();
    texts.forEach(text -> items.add(of(text)));
    return new Seq(items);
  }

  /** True for {@link #NIL}. */
  default boolean isNil() {
    return this instanceof Nil;
  }

  /**
   * The whole number in this value.
   *
   * @throws IllegalArgumentException if it is something else
   */
  default long asLong() {
    if (this instanceof Int number) {
      return number.value();
    }
    throw new IllegalArgumentException("expected a whole number, found " + this);
  }

  /**
   * The items of this sequence.
   *
   * @throws IllegalArgumentException if it is something else
   */
  default List<Value> asList() {
    if (this instanceof Seq seq) {
      return seq.items();
    }
    throw new IllegalArgumentException("expected a sequence, found " + this);
  }

  /** Its printed form, with only the beginning and the end of sequences of more than 40 items. */
  default String brief() {
    return Brief.of(this);
  }

  /** The text in this value, or its printed form where it is something else. */
  default String asText() {
    return toString();
  }
}
