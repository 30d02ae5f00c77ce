package dev.ordeal.targets.external;

import dev.ordeal.targets.calls.Invocation;
import dev.ordeal.targets.calls.Result;
import dev.ordeal.targets.calls.Steps;
import dev.ordeal.targets.foreign.ProtocolException;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of a program's that is a JSON object.
 *
 * @param program for messages
 * @param asked the call that it answers
 * @param line its number
 */
record Message(String program, String asked, long line, String text, JsonNode json) {
  private static final int SHOWN_MAX = 30;
  private static final int ERROR_MAX = 200;

  /** A name that occurs twice is no answer: which one counts is a matter of taste. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Reads a line.
   *
   * @throws ProtocolException if it is too long, not UTF-8, or no object
   */
  static Message read(String program, String asked, Answers.Answer answer)
      throws ProtocolException {
    Message none = new Message(program, asked, answer.number(), answer.text(), null);
    if (!answer.isWhole()) {
      throw none.violation("longer than %d bytes".formatted(Answers.BYTES_MAX));
    }
    if (!answer.isUtf8()) {
      throw none.violation("not UTF-8");
    }
    try {
      JsonNode json = JSON.readTree(answer.text());
      if (json.isObject()) {
        return new Message(program, asked, answer.number(), answer.text(), json);
      }
    } catch (JacksonException rubbish) {
      // Said below.
    }
    throw none.violation("not a JSON object");
  }

  /** A text; empty if the field is missing or no text. */
  String text(String field) {
    return json.path(field).isString() ? json.path(field).stringValue() : "";
  }

  /** The reason of a failure, on one line. */
  String error() {
    String error = text("error").strip().replaceAll("\\s+", " ");
    return error.isEmpty()
        ? asked + " failed without a reason"
        : error.substring(0, Math.min(ERROR_MAX, error.length()));
  }

  /** What is wrong with the value of an answer "ok"; empty if nothing is. */
  String problem(Invocation invocation) {
    JsonNode value = json.path("value");
    Result result = invocation.function().result();
    if (!result.fits(value)) {
      return "\"value\": %s expected".formatted(result.expected());
    }
    if (result != Result.STEPS) {
      return "";
    }
    List<?> steps = (List<?>) invocation.arguments().get("steps");
    return Steps.problem(steps, (String) invocation.arguments().get("kind"), value);
  }

  /** That the program did not keep to the protocol. */
  ProtocolException violation(String problem) {
    String shown = text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX - 1) + "…" : text;
    return new ProtocolException(
        "%s, line %d, to %s: %s: %s".formatted(program, line, asked, problem, shown));
  }
}
