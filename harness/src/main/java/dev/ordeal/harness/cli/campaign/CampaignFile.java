package dev.ordeal.harness.cli.campaign;

import dev.ordeal.harness.campaign.Seeds;
import dev.ordeal.harness.cli.replay.RunWords;
import dev.ordeal.results.campaign.Quarantined;
import dev.ordeal.results.registry.NearestName;
import dev.ordeal.results.run.Durations;
import dev.ordeal.targets.yaml.document.Node;
import dev.ordeal.targets.yaml.document.Section;
import dev.ordeal.targets.yaml.document.Where;
import dev.ordeal.targets.yaml.document.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a campaign's file says, read and checked as far as it goes without the targets.
 *
 * @param name that of the campaign's folder
 * @param combinations in the order of the file
 * @param time after it no run is started
 * @param runs how many are made at most
 * @param jobs side by side
 * @param retries of a run whose verdict is unknown
 * @param untilInvalid whether nothing is started after the first invalid run
 */
public record CampaignFile(
    String name,
    List<Combination> combinations,
    Optional<Duration> time,
    OptionalInt runs,
    OptionalInt jobs,
    OptionalInt retries,
    boolean untilInvalid,
    List<Quarantined> quarantine) {
  /** How many runs a campaign may have. */
  public static final int RUNS_MAX = 100_000;

  /** How many there may be side by side. */
  public static final int JOBS_MAX = 1_000;

  /** How often a run may be made again. */
  public static final int RETRIES_MAX = 10;

  private static final String EXPECTED = "a mapping with runs, seeds, …";
  private static final int PRIORITY_MAX = 1_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,59}");

  /** Keys of a YAML file that is a target's. */
  private static final Set<String> OF_TARGETS = Set.of("ports", "clients", "start", "ready");

  /** What a command line says without a file: one target with options. */
  public static CampaignFile of(String target, RunWords words, Seeds seeds) {
    return new CampaignFile(
        nameOf(Path.of(target)),
        List.of(Combination.given(words, seeds)),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        false,
        List.of());
  }

  /**
   * Whether a file is a campaign's, and not that of a target, as its keys tell.
   *
   * @param named the target of a command line
   */
  public static boolean is(String named) throws IOException {
    if (!named.endsWith(".yml") && !named.endsWith(".yaml")) {
      return false;
    }
    Path file = Path.of(named);
    if (!Files.isRegularFile(file)) {
      return false;
    }
    Node node = YamlReader.read(file, EXPECTED);
    return !(node instanceof Node.Fields fields)
        || fields.entries().keySet().stream().noneMatch(OF_TARGETS::contains);
  }

  /**
   * Reads a file.
   *
   * @param run the options of {@code ordeal run}
   * @param otherwise the seeds of combinations for which the file names none
   * @throws IllegalArgumentException if it is wrong; the message says where
   */
  public static CampaignFile read(Path file, CommandSpec run, Seeds otherwise) throws IOException {
    Section top = YamlReader.read(file, EXPECTED).section();
    Seeds seeds = top.find("seeds").map(CampaignFile::seeds).orElse(otherwise);
    Map<String, Node> common = top.entries("options");
    Node runs = top.need("runs", "a list of targets with options of ordeal run");
    CampaignFile limits =
        new CampaignFile(
            top.find("name").map(CampaignFile::name).orElseGet(() -> nameOf(file)),
            List.of(),
            top.find("for").map(CampaignFile::time),
            number(top, "max-runs", 1, RUNS_MAX),
            number(top, "jobs", 1, JOBS_MAX),
            number(top, "retry-unknown", 0, RETRIES_MAX),
            top.flag("until-invalid", false),
            top.items("quarantine").stream().map(CampaignFile::quarantined).toList());
    Reader reader = new Reader(run, common, top.known());
    List<Combination> combinations = new ArrayList<>();
    for (Node entry : runs.items()) {
      reader.read(entry, seeds, combinations);
    }
    if (combinations.isEmpty()) {
      throw runs.where().problem("no runs: at least one entry such as {target: brittle} expected");
    }
    top.end();
    requireDifferent(combinations);
    return limits.with(combinations);
  }

  /** A run that is planned twice is a slip: another one was meant. */
  private static void requireDifferent(List<Combination> combinations) {
    Map<RunWords, List<Combination>> byWords = new HashMap<>();
    for (Combination one : combinations) {
      List<Combination> same = byWords.computeIfAbsent(one.words(), words -> new ArrayList<>());
      for (Combination other : same) {
        if (one.seeds().overlaps(other.seeds())) {
          int line = other.where().orElseThrow().line();
          throw one.where()
              .orElseThrow()
              .problem("the same runs with the same seeds as in line " + line);
        }
      }
      same.add(one);
    }
  }

  private CampaignFile with(List<Combination> others) {
    return new CampaignFile(
        name, List.copyOf(others), time, runs, jobs, retries, untilInvalid, quarantine);
  }

  private static OptionalInt number(Section top, String key, int least, int most) {
    int number = top.number(key, least - 1, least, most);
    return number < least ? OptionalInt.empty() : OptionalInt.of(number);
  }

  private static String name(Node node) {
    if (!NAME.matcher(node.text()).matches()) {
      throw node.where()
          .problem("'%s' is no name of a folder; %s expected".formatted(node.text(), NAME));
    }
    return node.text();
  }

  /** A name for the folder of a campaign: that of its file or target without folder and ending. */
  public static String nameOf(Path file) {
    String name =
        file.getFileName()
            .toString()
            .replaceFirst("[.](ya?ml|java)$", "")
            .replaceAll("[^\\w.-]", "-");
    return NAME.matcher(name).matches() ? name : "campaign";
  }

  private static Seeds seeds(Node node) {
    List<String> parts = node.itemsOrOne().stream().map(Node::text).toList();
    try {
      return Seeds.parse(String.join(",", parts));
    } catch (IllegalArgumentException wrong) {
      throw node.where().problem(wrong.getMessage());
    }
  }

  private static Duration time(Node node) {
    try {
      return Durations.parse(node.text());
    } catch (IllegalArgumentException wrong) {
      throw node.where().problem(wrong.getMessage());
    }
  }

  private static Quarantined quarantined(Node node) {
    Section section = node.section();
    Node signature = section.need("signature", "that of a failure, as a report shows it");
    String owner = section.need("owner", "who answers for it").text();
    String reason = section.need("reason", "why it is not fixed").text();
    Node expires = section.need("expires", "the last day on which it counts, 2026-12-31");
    try {
      LocalDate.parse(expires.text());
    } catch (DateTimeParseException wrong) {
      throw expires.where().problem("'%s' is no date; write 2026-12-31".formatted(expires.text()));
    }
    section.end();
    if (signature.text().replace("*", "").isBlank()) {
      throw signature.where().problem("it would hide every failure");
    }
    return new Quarantined(signature.text(), owner, reason, expires.text());
  }

  /**
   * Reads entries; each may have several values of an option, of which each makes a combination.
   */
  private static final class Reader {
    private static final String ELSEWHERE = "seed";
    private static final List<String> OF_ENTRY = List.of("target", "seeds", "priority");

    private final Map<String, OptionSpec> options = new LinkedHashMap<>();
    private final Map<String, Node> common;
    private final Set<String> ofFile;

    /**
     * @param ofFile the keys of the file itself
     */
    Reader(CommandSpec run, Map<String, Node> common, Set<String> ofFile) {
      this.common = common;
      this.ofFile = ofFile;
      run.options().forEach(option -> options.put(RunWords.name(option).substring(2), option));
      common.forEach((key, node) -> option(key, node, List.of()));
    }

    /**
     * The option of a key.
     *
     * @param others keys that may stand beside it
     */
    private OptionSpec option(String key, Node node, List<String> others) {
      OptionSpec option = options.get(key);
      if (option != null && !key.equals(ELSEWHERE)) {
        return option;
      }
      if (option != null) {
        throw node.where().problem("seeds are the entry's key 'seeds': 1..20");
      }
      if (OF_ENTRY.contains(key)) {
        throw node.where().problem("a key of an entry: write it in an entry of 'runs'");
      }
      if (ofFile.contains(key)) {
        throw node.where().problem("a key of the file itself: write it beside 'runs'");
      }
      List<String> known = new ArrayList<>(others);
      known.addAll(options.keySet());
      throw node.where()
          .problem(
              "unknown option of ordeal run; "
                  + NearestName.of(key, known)
                      .map("did you mean '%s'?"::formatted)
                      .orElse("see ordeal run --help"));
    }

    void read(Node entry, Seeds seeds, List<Combination> to) {
      Map<String, Node> all = new LinkedHashMap<>(common);
      Seeds own = seeds;
      int priority = 0;
      List<String> targets = List.of();
      for (Map.Entry<String, Node> each : entry.entries().entrySet()) {
        Node node = each.getValue();
        switch (each.getKey()) {
          case "target" -> targets = values(node).stream().map(Node::text).toList();
          case "seeds" -> own = seeds(node);
          case "priority" -> priority = priority(entry);
          default -> {
            option(each.getKey(), node, OF_ENTRY);
            all.put(each.getKey(), node);
          }
        }
      }
      if (targets.isEmpty()) {
        throw entry.where().problem("the key 'target' is missing: brittle, zookeeper, my.yml, …");
      }
      List<Map<String, List<String>>> products = List.of(Map.of());
      Map<String, Where> places = new LinkedHashMap<>();
      for (Map.Entry<String, Node> each : all.entrySet()) {
        OptionSpec option = options.get(each.getKey());
        places.put(RunWords.name(option), each.getValue().where());
        products = product(products, option, each.getValue());
      }
      for (String target : targets) {
        for (Map<String, List<String>> product : products) {
          requireRoom(entry, to.size() + 1);
          to.add(
              new Combination(
                  new RunWords(target, product),
                  own,
                  priority,
                  Optional.of(entry.where()),
                  places));
        }
      }
    }

    private static int priority(Node entry) {
      Section section = new Section(entry.where(), entry.entries());
      return section.number("priority", 0, 0, PRIORITY_MAX);
    }

    private static void requireRoom(Node entry, long count) {
      if (count > RUNS_MAX) {
        throw entry.where().problem("more than %d combinations".formatted(RUNS_MAX));
      }
    }

    private static List<Map<String, List<String>>> product(
        List<Map<String, List<String>>> before, OptionSpec option, Node node) {
      List<List<String>> alternatives = alternatives(option, node);
      requireRoom(node, (long) before.size() * alternatives.size());
      List<Map<String, List<String>>> all = new ArrayList<>();
      for (Map<String, List<String>> one : before) {
        for (List<String> values : alternatives) {
          Map<String, List<String>> more = new LinkedHashMap<>(one);
          if (!values.isEmpty()) {
            more.put(RunWords.name(option), values);
          }
          all.add(more);
        }
      }
      return all;
    }

    /** The values of an option, each as the words that give it; no words if it is left out. */
    private static List<List<String>> alternatives(OptionSpec option, Node node) {
      if (option.arity().max() == 0) {
        boolean isGiven = new Section(node.where(), Map.of("flag", node)).flag("flag", false);
        return List.of(isGiven ? List.of("") : List.of());
      }
      List<List<String>> all = new ArrayList<>();
      for (Node each : values(node)) {
        if (each instanceof Node.Fields settings && option.isMultiValue()) {
          all.addAll(settings(settings));
        } else if (each instanceof Node.Items together && option.isMultiValue()) {
          List<String> values = values(together).stream().map(Node::text).toList();
          boolean isOneWord = !option.splitRegex().isEmpty();
          all.add(isOneWord ? List.of(String.join(",", values)) : values);
        } else if (each instanceof Node.Scalar none && isNone(none)) {
          all.add(List.of());
        } else {
          all.add(List.of(each.text()));
        }
      }
      return all;
    }

    /** Nothing to combine with would be no combination at all: the entry would not be tested. */
    private static List<Node> values(Node node) {
      List<Node> values = node.itemsOrOne();
      if (values.isEmpty()) {
        throw node.where().problem("no values: name one or more; ~ is without the option");
      }
      return values;
    }

    private static boolean isNone(Node.Scalar value) {
      return value.kind().equals("null") || value.text().equals("~");
    }

    /** {@code {version: [1, 2], reads: plain}} as {@code version=1 reads=plain}, …. */
    private static List<List<String>> settings(Node.Fields fields) {
      List<List<String>> all = List.of(List.of());
      for (Map.Entry<String, Node> field : fields.entries().entrySet()) {
        List<List<String>> more = new ArrayList<>();
        for (List<String> one : all) {
          for (Node value : values(field.getValue())) {
            List<String> extended = new ArrayList<>(one);
            extended.add(field.getKey() + "=" + value.text());
            more.add(extended);
          }
        }
        all = more;
        requireRoom(fields, all.size());
      }
      return all;
    }
  }
}
