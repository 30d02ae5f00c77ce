package dev.ordeal.targets.toxiproxy.toxic;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A toxic as the API describes it.
 *
 * @param name unique within its proxy
 * @param stream {@code upstream} (client to server) or {@code downstream}, in any case
 * @param toxicity the share of connections it affects, from 0 to 1
 * @param attributes whole numbers by name: those of the type, no others
 */
public record ToxicSpec(
    String name, ToxicType type, String stream, float toxicity, Map<String, Long> attributes) {

  public ToxicSpec {
    attributes = new TreeMap<>(attributes);
  }

  /** The attributes that a type has, all zero. */
  public static Map<String, Long> defaults(ToxicType type) {
    Map<String, Long> defaults = new TreeMap<>();
    type.attributes().forEach(name -> defaults.put(name, 0L));
    return defaults;
  }

  /** An attribute's value, 0 if it has none. */
  public long attribute(String attribute) {
    return attributes.getOrDefault(attribute, 0L);
  }

  /** Whether it affects what clients send. */
  public boolean isUpstream() {
    return stream.equalsIgnoreCase("upstream");
  }

  /** The toxic as the API shows it. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    Map<String, Object> shown = new LinkedHashMap<>();
    type.attributes().forEach(name -> shown.put(name, attribute(name)));
    json.put("attributes", shown);
    json.put("name", name);
    json.put("type", type.wireName());
    json.put("stream", stream);
    json.put("toxicity", shortest(toxicity));
    return json;
  }

  /** A whole number without a decimal point. */
  private static Number shortest(float number) {
    if (number == Math.rint(number) && Math.abs(number) < 1e9) {
      return (long) number;
    }
    return new BigDecimal(Float.toString(number));
  }
}
