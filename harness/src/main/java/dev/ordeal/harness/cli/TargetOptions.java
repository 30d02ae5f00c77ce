package dev.ordeal.harness.cli;

import dev.ordeal.harness.cli.option.PathOptions;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.results.registry.Defined;
import dev.ordeal.results.registry.Extensions;
import dev.ordeal.results.registry.NearestName;
import dev.ordeal.targets.Bug;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.Targets;
import dev.ordeal.targets.foreign.Breaches;
import dev.ordeal.targets.foreign.ForeignCalls;
import dev.ordeal.targets.foreign.ForeignCodeException;
import dev.ordeal.targets.foreign.TimeLimitedDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options of commands that start a target: what it is told. */
final class TargetOptions {
  private static final Duration MAKING_LIMIT = Duration.ofSeconds(20);

  @Option(names = "--bug", description = "a bug of the target to enable; may be repeated")
  private List<String> bugs = new ArrayList<>();

  @Option(names = "--set", description = "an option of the target, NAME=VALUE; may be repeated")
  private Map<String, String> settings = new LinkedHashMap<>();

  /** The bugs to switch on. */
  List<String> bugs() {
    return List.copyOf(bugs);
  }

  /** The options of the target, by name. */
  Map<String, String> settings() {
    return new LinkedHashMap<>(settings);
  }

  /**
   * Makes a target; its methods have time limits.
   *
   * @param target a name, or a file
   * @throws UsageException if there is no such target, or it has no such option or bug
   * @throws ForeignCodeException if its code fails
   */
  Database database(String target, Breaches breaches) throws ForeignCodeException {
    Database database = made(target, settings, breaches);
    checkBugs(target, database);
    return database;
  }

  /**
   * Makes a target as it would be without one of its options.
   *
   * @throws UsageException if it needs that option
   * @throws ForeignCodeException if its code fails
   */
  Database without(String option, String target, Breaches breaches) throws ForeignCodeException {
    Map<String, String> others = settings();
    others.remove(option);
    return made(target, others, breaches);
  }

  private Database made(String target, Map<String, String> settings, Breaches breaches)
      throws ForeignCodeException {
    String owner = "target " + target;
    try {
      Database made =
          new ForeignCalls(owner, breaches)
              .call(
                  "constructor",
                  MAKING_LIMIT,
                  RuntimeException.class,
                  () -> named(target, settings));
      return new TimeLimitedDatabase(owner, made, breaches);
    } catch (IllegalArgumentException wrong) {
      throw new UsageException("--set " + wrong.getMessage());
    }
  }

  private static Database named(String target, Map<String, String> settings) {
    if (!PathOptions.isFile(target)) {
      return Targets.byName(target, settings)
          .orElseThrow(() -> Targets.REGISTRY.unknown(target, Targets.REGISTRY.names()));
    }
    List<Database> brought =
        Targets.REGISTRY.brought().stream().filter(d -> isOf(target, d)).toList();
    if (brought.size() != 1) {
      throw new UsageException(
          brought.isEmpty()
              ? target + " has no public class that implements Database and can be constructed"
              : "%s has %d databases; name one: ordeal run %s --path %1$s"
                  .formatted(target, brought.size(), brought.getFirst().name()));
    }
    return Targets.byName(brought.getFirst().name(), settings).orElseThrow();
  }

  /** Whether a database is of the file that is named as the target. */
  private static boolean isOf(String target, Database database) {
    boolean isDefinition = Extensions.isDefinition(Path.of(target));
    return database instanceof Defined defined
        ? defined.file().equals(Path.of(target))
        : !isDefinition;
  }

  private void checkBugs(String target, Database database) {
    List<String> known = database.bugs().stream().map(Bug::name).toList();
    for (String bug : bugs) {
      if (!known.contains(bug)) {
        throw new UsageException(
            known.isEmpty()
                ? "Target %s has no bugs to switch on; brittle has".formatted(target)
                : "Unknown bug '%s' of %s. %s"
                    .formatted(
                        bug,
                        target,
                        NearestName.of(bug, known)
                            .map("Did you mean %s?"::formatted)
                            .orElse("See: ordeal list targets")));
      }
    }
    for (String name : settings.keySet()) {
      if (database.options().stream().noneMatch(o -> o.startsWith(name + "="))) {
        throw new UsageException(
            "--set %s: target %s knows %s"
                .formatted(
                    name,
                    target,
                    database.options().isEmpty() ? "no options" : database.options()));
      }
    }
  }
}
