package dev.ordeal.harness.cli;

import dev.ordeal.checkers.model.InitialState;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.Models;
import java.util.ArrayList;
import java.util.List;
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
      paramLabel = "VALUE|KEY=VALUE",
      description =
          "what registers hold at first, all or the one of a key: a number, nil, true, false or a"
              + " text (default: nil; of counters 0); repeatable")
  private List<String> initial = new ArrayList<>();

  boolean isGiven() {
    return model != null;
  }

  /**
   * The model that was named.
   *
   * @throws UsageException if there is none of that name or class
   */
  Model<?> chosen() {
    return Models.byName(model).orElseGet(() -> model.contains(".") ? load() : unknown());
  }

  /**
   * What objects hold at first.
   *
   * @throws UsageException if the options contradict each other
   */
  InitialState initial() {
    return InitialValues.parse(initial);
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

  private Model<?> load() {
    return new UserClass("--model", model, "--model-path", modelPath).made(Model.class);
  }
}
