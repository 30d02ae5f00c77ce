package dev.ordeal.harness.cli.check;

import dev.ordeal.checkers.model.InitialState;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.Models;
import dev.ordeal.results.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that name a sequential specification. */
final class ModelChoice {
  @Option(
      names = "--model",
      paramLabel = "NAME|CLASS",
      description =
          "a model (ordeal list models) or a class of yours that implements Model; --path says"
              + " where")
  private String model;

  @Option(
      names = "--initial",
      paramLabel = "VALUE|KEY=VALUE",
      description =
          "what registers hold at first, all or the one of a key: a number, nil, true, false or a"
              + " text, in quotes if it looks like one of these: '\"5\"' (default: nil; of counters"
              + " 0); repeatable")
  private List<String> initial = new ArrayList<>();

  boolean isGiven() {
    return model != null;
  }

  /** The name that was given; null if none was. */
  String name() {
    return model;
  }

  /** The words that say again what all objects held at first; none if that was not said of all. */
  List<String> uniformInitial() {
    return initial().uniform().isPresent() ? List.of("--initial", initial.getFirst()) : List.of();
  }

  /** The model that was named. */
  Model<?> chosen() {
    return Models.REGISTRY.get(model);
  }

  /**
   * What objects hold at first.
   *
   * @throws UsageException if the options contradict each other
   */
  InitialState initial() {
    return InitialValues.parse(initial);
  }

  /** The class of a model that is not one of Ordeal's own. */
  Optional<String> foreignClass() {
    return isGiven() && (model.contains(".") || !Registry.isOwn(chosen()))
        ? Optional.of(chosen().getClass().getName())
        : Optional.empty();
  }
}
