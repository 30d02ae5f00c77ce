package dev.ordeal.checkers.model;

import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A text per key with {@code get}, {@code put} and {@code append}; empty at first. A number that
 * was put is another value than the text of its digits; what appending to or of a number makes is
 * read as either.
 */
public record KvModel() implements Model<KvModel.Content> {
  /**
   * What a key holds.
   *
   * @param text as it is printed
   * @param isText whether it is a text for certain, and no other value that is printed alike
   * @param isOther whether it is no text for certain
   */
  public record Content(String text, boolean isText, boolean isOther) {
    private static Content of(Value value) {
      boolean isText = value.isNil() || value instanceof Value.Text;
      return new Content(value.isNil() ? "" : value.asText(), isText, !isText);
    }

    private Content plus(Value value) {
      Content more = of(value);
      return text.isEmpty() ? more : new Content(text + more.text, isText && more.isText, false);
    }

    private boolean isReadAs(Value value) {
      Content read = of(value);
      return text.equals(read.text) && !(isText && read.isOther) && !(isOther && read.isText);
    }

    /** The text; in quotes where it could be taken for a number. */
    @Override
    public String toString() {
      return isText && text.matches("-?[0-9.]+") ? '"' + text + '"' : text;
    }
  }

  @Override
  public String name() {
    return "kv";
  }

  @Override
  public String description() {
    return "a map of texts: get, put and append by key";
  }

  @Override
  public Set<String> functions() {
    return Set.of("get", "put", "append");
  }

  @Override
  public Content initial() {
    return Content.of(Value.NIL);
  }

  @Override
  public Optional<Content> step(Content state, Operation operation) {
    return switch (operation.function()) {
      case "get" ->
          operation.isInfo() || state.isReadAs(operation.result())
              ? Optional.of(state)
              : Optional.empty();
      case "put" -> Optional.of(Content.of(operation.argument()));
      case "append" -> Optional.of(state.plus(operation.argument()));
      default ->
          throw new IllegalArgumentException(
              "operation %d: a kv knows get, put and append, not %s"
                  .formatted(operation.invocation().index(), operation.function()));
    };
  }

  @Override
  public List<Observation> needs() {
    return List.of(
        Observation.attempted("nothing was ever put", Set.of("put", "append")),
        Observation.succeeded("no get ever succeeded", Set.of("get")));
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return operation.function().equals("get");
  }
}
