package dev.ordeal.results.run;

import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.results.verdict.VerdictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder that holds everything about one run.
 *
 * <p>Whole files are written beside their place and moved into it, so a reader never sees half of
 * one; {@code verdict.json} is written last, so its absence tells an unfinished run.
 */
public final class RunFolder {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final Pattern RUN_ID =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d[.]\\d{3}Z--?\\d{1,19}");

  private final Path path;

  private RunFolder(Path path) {
    this.path = path;
  }

  /**
   * Creates the folder of a new run below {@code runs} and points {@code latest} at it. Where a run
   * of that seed began in the same millisecond, this one is named after a later one.
   */
  public static RunFolder create(Path runs, String name, Instant now, long seed)
      throws IOException {
    Path path = DatedFolders.create(runs.resolve(name), now, "-" + seed);
    Files.createDirectory(path.resolve("nodes"));
    DatedFolders.pointLatest(runs, path);
    return new RunFolder(path);
  }

  /**
   * Opens a saved run.
   *
   * @throws NoSuchFileException if there is no run in that place
   */
  public static RunFolder open(Path path) throws IOException {
    if (!isRun(path)) {
      throw new NoSuchFileException(
          path.toString(), null, "no run folder: it has neither run.json nor history.jsonl");
    }
    return new RunFolder(path.toRealPath());
  }

  /** Whether a folder looks like one that a run left. */
  public static boolean isRun(Path path) {
    return Files.isRegularFile(path.resolve("run.json"))
        || Files.isRegularFile(path.resolve("history.jsonl"));
  }

  /** Whether a text is the name of a run: the time of its start, and its seed. */
  public static boolean isRunId(String text) {
    return RUN_ID.matcher(text).matches();
  }

  /** Every run below a folder, newest first. */
  public static List<RunFolder> all(Path runs) throws IOException {
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    List<RunFolder> found = new ArrayList<>();
    try (Stream<Path> names = Files.list(runs)) {
      for (Path name :
          names.filter(p -> Files.isDirectory(p) && !Files.isSymbolicLink(p)).toList()) {
        try (Stream<Path> folders = Files.list(name)) {
          folders.filter(RunFolder::isRun).map(RunFolder::new).forEach(found::add);
        }
      }
    }
    found.sort(
        Comparator.comparing((RunFolder run) -> run.path.getFileName().toString()).reversed());
    return found;
  }

  public Path path() {
    return path;
  }

  public Path history() {
    return path.resolve("history.jsonl");
  }

  public Path faults() {
    return path.resolve("faults.jsonl");
  }

  public Path verdict() {
    return path.resolve("verdict.json");
  }

  public Path report() {
    return path.resolve("report.html");
  }

  public Path junit() {
    return path.resolve("junit.xml");
  }

  public Path log() {
    return path.resolve("ordeal.log");
  }

  /** Where the files collected from a node go; the folder is created. */
  public Path node(String name) throws IOException {
    return Files.createDirectories(path.resolve("nodes").resolve(name));
  }

  public void write(RunInfo info) throws IOException {
    writeJson(path.resolve("run.json"), info);
  }

  /**
   * What was run.
   *
   * @throws IOException if {@code run.json} is missing or damaged
   */
  public RunInfo info() throws IOException {
    Path file = path.resolve("run.json");
    try {
      return JSON.readValue(Files.readAllBytes(file), RunInfo.class);
    } catch (JacksonException damaged) {
      throw new IOException(file + " is damaged: " + damaged.getOriginalMessage(), damaged);
    }
  }

  public void write(Judgement judgement) throws IOException {
    writeJson(verdict(), VerdictJson.of(judgement));
  }

  /** The recorded verdict as its JSON tree; empty text if the run has none yet. */
  public String recordedVerdict() throws IOException {
    if (!Files.exists(verdict())) {
      return "";
    }
    return JSON.readTree(Files.readAllBytes(verdict())).path("valid").asString("");
  }

  private static void writeJson(Path file, Object value) throws IOException {
    writeAtomically(file, JSON.writeValueAsString(value) + "\n");
  }

  /** Replaces a file as a whole. */
  public static void writeAtomically(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling("." + file.getFileName() + ".partial");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
