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
import java.util.List;
import java.util.Map;

/**
 * The target that a command names, with its options.
 *
 * @param target a name, or a source or YAML file
 * @param settings options of the target by name
 * @param bugs bugs of the target to switch on
 */
record ChosenTarget(String target, Map<String, String> settings, List<String> bugs) {
  private static final Duration MAKING_LIMIT = Duration.ofSeconds(20);

  /**
   * Makes it; its methods have time limits.
   *
   * @throws UsageException if there is no such target, or it has no such option or bug
   * @throws ForeignCodeException if its code fails
   */
  Database database(Breaches breaches) throws ForeignCodeException {
    Database database = made(breaches);
    checkBugs(database);
    return database;
  }

  private Database made(Breaches breaches) throws ForeignCodeException {
    String owner = "target " + target;
    try {
      Database made =
          new ForeignCalls(owner, breaches)
              .call("constructor", MAKING_LIMIT, RuntimeException.class, this::named);
      return new TimeLimitedDatabase(owner, made, breaches);
    } catch (IllegalArgumentException wrong) {
      throw new UsageException("--set " + wrong.getMessage());
    }
  }

  private Database named() {
    if (!PathOptions.isFile(target)) {
      return Targets.byName(target, settings)
          .orElseThrow(() -> Targets.REGISTRY.unknown(target, Targets.REGISTRY.names()));
    }
    List<Database> brought =
        Targets.REGISTRY.brought().stream().filter(this::isOfTargetFile).toList();
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
  private boolean isOfTargetFile(Database database) {
    boolean isDefinition = Extensions.isDefinition(Path.of(target));
    return database instanceof Defined defined
        ? defined.file().equals(Path.of(target))
        : !isDefinition;
  }

  private void checkBugs(Database database) {
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
