package dev.ordeal.results.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Maps as values. */
class DictTest {
  private static Value balances(int one, int other, int third) {
    Map<String, Value> entries = new LinkedHashMap<>();
    entries.put("0", Value.of(one));
    entries.put("1", Value.of(other));
    entries.put("2", Value.of(third));
    return new Value.Dict(entries);
  }

  @Test
  void balancesOfOneSumHaveManyHashes() {
    Set<Value> values = new HashSet<>();
    Set<Integer> hashes = new HashSet<>();
    for (int one = 0; one < 100; one++) {
      for (int other = 0; one + other <= 100; other++) {
        Value value = balances(one, other, 100 - one - other);
        values.add(value);
        hashes.add(value.hashCode());
      }
    }

    assertThat(hashes).hasSizeGreaterThan(values.size() * 99 / 100);
  }

  @Test
  void theOrderOfEntriesDoesNotCount() {
    Map<String, Value> turned = new LinkedHashMap<>();
    turned.put("2", Value.of(3));
    turned.put("1", Value.of(2));
    turned.put("0", Value.of(1));

    assertThat(new Value.Dict(turned)).isEqualTo(balances(1, 2, 3));
    assertThat(new Value.Dict(turned)).hasSameHashCodeAs(balances(1, 2, 3));
  }
}
