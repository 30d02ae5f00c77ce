package dev.ordeal.targets.toxiproxy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeType;

/**
 * One JSON object of a request, read as strictly as Toxiproxy reads it: names of fields in any
 * case, the last of a name counts, {@code null} changes nothing, a value of another type is
 * refused, what stands behind the first value is not looked at.
 *
 * @param json null where {@code null} was sent
 * @param struct what error messages call the object
 */
record RequestBody(JsonNode json, String struct) {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** The first value of a body. */
  static JsonNode parse(byte[] body) throws ApiException {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      throw refused("EOF");
    }
    if ("{[\"-0123456789tfn".indexOf(text.charAt(0)) < 0) {
      throw refused("invalid character '" + text.charAt(0) + "' looking for beginning of value");
    }
    try (ByteArrayInputStream in = new ByteArrayInputStream(body)) {
      return JSON.readTree(in);
    } catch (UnexpectedEndOfInputException cutOff) {
      throw refused("unexpected EOF");
    } catch (JacksonException malformed) {
      String message = String.valueOf(malformed.getOriginalMessage());
      throw refused(message.contains("end-of-input") ? "unexpected EOF" : message);
    } catch (java.io.IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
  }

  /** An object of a type, for example {@code Proxy}. */
  static RequestBody object(JsonNode json, String struct) throws ApiException {
    if (json.isNull()) {
      return new RequestBody(null, struct);
    }
    if (!json.isObject()) {
      throw refused("json: cannot unmarshal " + kind(json) + " into Go value of type " + struct);
    }
    return new RequestBody(json, struct);
  }

  String text(String name, String otherwise) throws ApiException {
    JsonNode value = field(name).orElse(null);
    if (value == null) {
      return otherwise;
    }
    if (!value.isString()) {
      throw mismatch(name, value, "string");
    }
    return value.asString();
  }

  boolean flag(String name, boolean otherwise) throws ApiException {
    JsonNode value = field(name).orElse(null);
    if (value == null) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw mismatch(name, value, "bool");
    }
    return value.asBoolean();
  }

  float number(String name, float otherwise) throws ApiException {
    JsonNode value = field(name).orElse(null);
    if (value == null) {
      return otherwise;
    }
    if (!value.isNumber()) {
      throw mismatch(name, value, "float32");
    }
    return value.floatValue();
  }

  /** Whole numbers of the given names in an object that is a field; other names are left out. */
  Map<String, Long> numbers(
      String name, Collection<String> names, String type, Map<String, Long> otherwise)
      throws ApiException {
    Map<String, Long> numbers = new TreeMap<>(otherwise);
    JsonNode given = field(name).orElse(null);
    if (given == null) {
      return numbers;
    }
    if (!given.isObject()) {
      throw mismatch(name, given, "toxics." + type);
    }
    RequestBody inner = new RequestBody(given, type + "." + name);
    for (String each : names) {
      JsonNode value = inner.field(each).orElse(null);
      if (value == null) {
        continue;
      }
      if (!value.isIntegralNumber() || !value.canConvertToLong()) {
        throw inner.mismatch(each, value, "int64");
      }
      numbers.put(each, value.longValue());
    }
    return numbers;
  }

  /** The value of the last field of a name, in any case; empty where it is missing or null. */
  private Optional<JsonNode> field(String name) {
    JsonNode found = null;
    if (json != null) {
      for (var entry : json.properties()) {
        if (entry.getKey().equalsIgnoreCase(name) && !entry.getValue().isNull()) {
          found = entry.getValue();
        }
      }
    }
    return Optional.ofNullable(found);
  }

  private ApiException mismatch(String name, JsonNode value, String wanted) {
    String exact = value.isNumber() && wanted.startsWith("int") ? " " + value : "";
    return refused(
        "json: cannot unmarshal %s%s into Go struct field %s.%s of type %s"
            .formatted(kind(value), exact, struct, name, wanted));
  }

  private static String kind(JsonNode value) {
    return value.getNodeType() == JsonNodeType.BOOLEAN
        ? "bool"
        : value.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
  }

  private static ApiException refused(String why) {
    return new ApiException(400, "bad request body: " + why);
  }
}
