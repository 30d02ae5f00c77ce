package dev.ordeal.checkers.model;

import dev.ordeal.results.history.Value;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** An order of all values, in agreement with their equality: by kind, then by content. */
final class ValueOrder implements Comparator<Value> {
  static final ValueOrder INSTANCE = new ValueOrder();

  private ValueOrder() {}

  @Override
  public int compare(Value a, Value b) {
    return switch (a) {
      case Value.Int(long x) when b instanceof Value.Int(long y) -> Long.compare(x, y);
      case Value.Text(String x) when b instanceof Value.Text(String y) -> x.compareTo(y);
      case Value.Bool(boolean x) when b instanceof Value.Bool(boolean y) -> Boolean.compare(x, y);
      case Value.Real(double x) when b instanceof Value.Real(double y) -> Double.compare(x, y);
      case Value.Seq(List<Value> x) when b instanceof Value.Seq(List<Value> y) -> all(x, y);
      case Value.Dict(Map<String, Value> x) when b instanceof Value.Dict(Map<String, Value> y) ->
          entries(new TreeMap<>(x), new TreeMap<>(y));
      default -> Integer.compare(kind(a), kind(b));
    };
  }

  private int all(Iterable<Value> a, Iterable<Value> b) {
    Iterator<Value> others = b.iterator();
    for (Value value : a) {
      if (!others.hasNext()) {
        return 1;
      }
      int side = compare(value, others.next());
      if (side != 0) {
        return side;
      }
    }
    return others.hasNext() ? -1 : 0;
  }

  private int entries(SortedMap<String, Value> a, SortedMap<String, Value> b) {
    int side = all(names(a), names(b));
    return side != 0 ? side : all(a.values(), b.values());
  }

  private static List<Value> names(Map<String, Value> entries) {
    return entries.keySet().stream().map(Value::of).toList();
  }

  private static int kind(Value value) {
    return switch (value) {
      case Value.Nil nil -> 0;
      case Value.Bool bool -> 1;
      case Value.Int number -> 2;
      case Value.Real number -> 3;
      case Value.Text text -> 4;
      case Value.Seq items -> 5;
      case Value.Dict entries -> 6;
    };
  }
}
