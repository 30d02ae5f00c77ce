package dev.ordeal.harness.cli;

import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.Models;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.results.history.Value;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    // Not closed: the model may load more classes as long as it is used.
    @SuppressWarnings("resource")
    ClassLoader loader = new URLClassLoader(urls(), ModelChoice.class.getClassLoader());
    try {
      Object made = Class.forName(model, true, loader).getDeclaredConstructor().newInstance();
      if (made instanceof Model<?> ours) {
        return ours;
      }
      throw new UsageException(
          "--model %s: the class does not implement %s".formatted(model, Model.class.getName()));
    } catch (ClassNotFoundException missing) {
      throw new UsageException(
          "--model %s: there is no such class%s"
              .formatted(
                  model, modelPath == null ? "; --model-path says where" : " in " + modelPath));
    } catch (ReflectiveOperationException unfit) {
      throw new UsageException(
          "--model %s needs a public constructor without parameters: %s".formatted(model, unfit));
    } catch (LinkageError unfit) {
      throw new UsageException("--model %s cannot be loaded: %s".formatted(model, unfit));
    }
  }

  private URL[] urls() {
    List<URL> urls = new ArrayList<>();
    for (String entry :
        modelPath == null ? List.<String>of() : List.of(modelPath.split(File.pathSeparator))) {
      Path path = Path.of(entry);
      if (!Files.exists(path)) {
        throw new UsageException("--model-path: there is no " + entry);
      }
      try {
        urls.add(path.toUri().toURL());
      } catch (MalformedURLException impossible) {
        throw new UsageException("--model-path: " + entry + ": " + impossible.getMessage());
      }
    }
    return urls.toArray(URL[]::new);
  }
}
