package dev.ordeal.results.nodes;

import dev.ordeal.results.history.Value;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a fault may make of a node beside what it does itself; recorded with the fault. */
public enum Consequence {
  /** While it holds, and shortly afterwards, a node may end: it lacks memory, say. */
  NODE_ENDS,

  /** The node's stored data is wrong from then on: it may end, or not come back. */
  DATA_CHANGES,

  /** The node may log that it is broken: it got wrong packets, say. */
  LOG_COMPLAINS;

  /** Its name in events and documents: {@code node-ends}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As in an event. */
  public static Value value(Collection<Consequence> consequences) {
    return Value.texts(consequences.stream().map(Consequence::wireName).toList());
  }

  /** Those of an event's value; names that are not known are left out. */
  public static Set<Consequence> of(Value value) {
    Set<Consequence> known = EnumSet.noneOf(Consequence.class);
    for (Value name : value.asList()) {
      Arrays.stream(values()).filter(c -> c.wireName().equals(name.asText())).forEach(known::add);
    }
    return known;
  }
}
