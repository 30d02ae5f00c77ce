package dev.ordeal.harness.cli;

import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.Models;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.results.history.Value;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that name a sequential specification. */
final class ModelChoice {
  @Option(
      names = "--model",
      paramLabel = "NAME|CLASS",
      description = "a model (ordeal list models) or a class of yours that implements Model")
  private String model;

  @Option(
      names = "--model-path",
      paramLabel = "PATH",
      description = "jars and folders with the class, separated as in a class path")
  private String modelPath;

  @Option(
      names = "--initial",
      description = "a register's first value, a number or nil (default: nil)")
  private String initial;

  boolean isGiven() {
    return model != null;
  }

  /**
   * The model that was named.
   *
   * @throws UsageException if there is none of that name or class
   */
  Model<?> chosen() {
    Model<?> named = Models.byName(model).orElseGet(() -> model.contains(".") ? load() : unknown());
    return started(named);
  }

  /** The class that was named, if it is not one of Ordeal's own models. */
  Optional<String> foreignClass() {
    return isGiven() && Models.byName(model).isEmpty() ? Optional.of(model) : Optional.empty();
  }

  private Model<?> unknown() {
    throw new UsageException(
        "Unknown model '%s'. Known: %s; or name a class, with its package"
            .formatted(model, String.join(", ", Models.names())));
  }

  /** The given model with the first value that was asked for. */
  Model<?> started(Model<?> chosen) {
    if (initial == null) {
      return chosen;
    }
    if (!(chosen instanceof RegisterModel)) {
      throw new UsageException("--initial goes with the model register only");
    }
    if (initial.equals("nil")) {
      return chosen;
    }
    try {
      return new RegisterModel(Value.of(Long.parseLong(initial)));
    } catch (NumberFormatException wrong) {
      throw new UsageException("--initial must be a whole number or nil, not " + initial);
    }
  }

  private Model<?> load() {
    return new UserClass("--model", model, "--model-path", modelPath).made(Model.class);
  }
}
