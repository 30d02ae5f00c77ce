package dev.ordeal.nemesis.schedule;

import dev.ordeal.nemesis.FaultTargeting;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.PlannedFault;
import dev.ordeal.nemesis.Trigger;
import dev.ordeal.results.history.parse.Utf8;
import dev.ordeal.results.run.Durations;
import dev.ordeal.workloads.generator.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A schedule of faults as a person writes it, or as a run saved it: YAML, one entry a fault.
 *
 * <pre>
 * - {at: 3s, for: 4s, fault: partition, on: isolated-leader}
 * - {at: 5s, for: 500ms, fault: pause, on: [n1, n2]}
 * - {when: leader-change, for: 2s, fault: kill, on: leader}
 * </pre>
 *
 * With {@code when} ({@link Trigger}) the fault waits for that, once, and {@code at} counts from
 * then; it may be left out.
 *
 * <p>{@code on} is a shape of that fault or names nodes. {@code seed}, sixteen hex digits, decides
 * whatever is left open (which node is the one, how long is the delay); where it is absent, the
 * run's seed and the entry's place do.
 *
 * @param path where it was read
 * @param faults in order of injection
 */
public record ScheduleFile(Path path, List<PlannedFault> faults) {
  private static final Set<String> FIELDS = Set.of("when", "at", "for", "fault", "on", "seed");
  private static final Pattern NODE = Pattern.compile("[A-Za-z0-9_-]+");

  public ScheduleFile {
    faults = List.copyOf(faults);
  }

  /**
   * Reads a schedule.
   *
   * @param seed the run's
   * @throws IllegalArgumentException if it is none; the message says where and what is wrong
   */
  public static ScheduleFile read(Path path, Seed seed) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    long badLine = Utf8.badLine(bytes);
    if (badLine > 0) {
      throw new IllegalArgumentException(
          "%s, line %d: not UTF-8: save it as UTF-8".formatted(path, badLine));
    }
    JsonNode root;
    try {
      root = new YAMLMapper().readTree(new String(bytes, StandardCharsets.UTF_8));
    } catch (JacksonException damaged) {
      throw new IllegalArgumentException(
          "%s, line %d: %s"
              .formatted(
                  path,
                  damaged.getLocation() == null ? 1 : damaged.getLocation().getLineNr(),
                  damaged.getOriginalMessage()),
          damaged);
    }
    if (!root.isArray()) {
      throw new IllegalArgumentException(
          path + " must be a list: - {at: 3s, for: 4s, fault: partition, on: isolated-leader}");
    }
    List<PlannedFault> faults = new ArrayList<>();
    for (JsonNode entry : root) {
      int number = faults.size() + 1;
      try {
        faults.add(fault(entry, seed.split("schedule").split(number)));
      } catch (IllegalArgumentException wrong) {
        throw new IllegalArgumentException(
            "%s, entry %d: %s".formatted(path, number, wrong.getMessage()), wrong);
      }
    }
    faults.sort(Comparator.comparingLong(PlannedFault::atMillis));
    return new ScheduleFile(path, faults);
  }

  private static PlannedFault fault(JsonNode entry, Seed otherwise) {
    for (String field : entry.propertyNames()) {
      if (!FIELDS.contains(field)) {
        throw new IllegalArgumentException("unknown field '" + field + "'; known: " + FIELDS);
      }
    }
    String name = text(entry, "fault");
    FaultType type =
        FaultTypes.REGISTRY
            .find(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "unknown fault '" + name + "'; see ordeal list faults"));
    Trigger when = entry.has("when") ? Trigger.parse(text(entry, "when")) : Trigger.START;
    long at = entry.has("when") && !entry.has("at") ? 0 : millis(entry, "at");
    Seed seed =
        entry.has("seed") ? new Seed(Long.parseUnsignedLong(text(entry, "seed"), 16)) : otherwise;
    return new PlannedFault(when, at, at + millis(entry, "for"), type, shape(type, entry), seed);
  }

  private static String shape(FaultType type, JsonNode entry) {
    JsonNode on = entry.get("on");
    if (on != null && on.isArray() && !on.isEmpty()) {
      List<String> nodes = new ArrayList<>();
      for (JsonNode node : on) {
        if (!NODE.matcher(node.asString()).matches()) {
          throw new IllegalArgumentException("'" + node.asString() + "' is no node's name");
        }
        nodes.add(node.asString());
      }
      return FaultTargeting.NAMED + String.join("+", nodes);
    }
    String shape = text(entry, "on");
    if (!type.shapes().contains(shape) && !shape.startsWith(FaultTargeting.NAMED)) {
      throw new IllegalArgumentException(
          "'%s' cannot be on '%s'; known: %s, or names of nodes as a list"
              .formatted(type.name(), shape, type.shapes().stream().distinct().toList()));
    }
    return shape;
  }

  private static String text(JsonNode entry, String field) {
    JsonNode value = entry.get(field);
    if (value == null || !value.isValueNode()) {
      throw new IllegalArgumentException("'" + field + "' is missing");
    }
    return value.asString();
  }

  private static long millis(JsonNode entry, String field) {
    String duration = text(entry, field);
    try {
      return Durations.parse(duration).toMillis();
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("'" + field + "': " + wrong.getMessage(), wrong);
    }
  }

  /** The kinds of its faults. */
  public List<FaultType> types() {
    return faults.stream().map(PlannedFault::type).distinct().toList();
  }

  /**
   * Looks whether it fits a run.
   *
   * @param nodes how many nodes there are, named n1, n2, …
   * @throws IllegalArgumentException if it names others, or a fault would come too late
   */
  public void requireFits(int nodes, Duration timeLimit) {
    for (PlannedFault fault : faults) {
      if (fault.atMillis() >= timeLimit.toMillis()) {
        throw new IllegalArgumentException(
            "%s: %s at %d ms comes after the time limit of %d ms"
                .formatted(path, fault.type().name(), fault.atMillis(), timeLimit.toMillis()));
      }
      if (fault.shape().startsWith(FaultTargeting.NAMED)) {
        List<String> all = IntStream.rangeClosed(1, nodes).mapToObj(n -> "n" + n).toList();
        List<String> named = FaultTargeting.named(fault.shape(), all);
        fault
            .type()
            .refusal(named, all)
            .ifPresent(
                why -> {
                  throw new IllegalArgumentException(path + ": " + why);
                });
      }
    }
  }

  /** A plan as such a file. */
  public static String text(List<PlannedFault> plan) {
    StringBuilder text = new StringBuilder("# ordeal run --schedule FILE runs it again\n");
    for (PlannedFault fault : plan) {
      String on =
          fault.shape().startsWith(FaultTargeting.NAMED)
              ? "["
                  + fault.shape().substring(FaultTargeting.NAMED.length()).replace("+", ", ")
                  + "]"
              : fault.shape();
      text.append(
          "- {%sat: %dms, for: %dms, fault: %s, on: %s, seed: \"%016x\"}%n"
              .formatted(
                  fault.waits() ? "when: " + fault.when() + ", " : "",
                  fault.atMillis(),
                  fault.untilMillis() - fault.atMillis(),
                  fault.type().name(),
                  on,
                  fault.seed().state()));
    }
    return plan.isEmpty() ? "[]\n" : text.toString();
  }
}
