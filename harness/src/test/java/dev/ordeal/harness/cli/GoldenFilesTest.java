package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.results.run.RunFolder;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All that people and programs read, compared with the files under {@code resources/golden}. {@code
 * -Dordeal.golden=refresh} writes the files again; the change is then reviewed as a diff. Measured
 * times, versions and places are replaced by words.
 */
class GoldenFilesTest {
  private static final boolean IS_REFRESHED = "refresh".equals(System.getProperty("ordeal.golden"));

  /** The module's folder, where tests run. */
  private static final Path SOURCE = Path.of("src/test/resources/golden");

  @TempDir private Path folder;

  /** What a command wrote, and its exit code. */
  private record Output(int code, String out, String err) {
    String whole() {
      String errors = err.isEmpty() ? "" : "--- standard error\n" + err;
      return out + errors + "--- exit " + code + "\n";
    }
  }

  private static Output ordeal(String... arguments) {
    Ordeal ordeal = new Ordeal();
    int code = ordeal.run(arguments);
    return new Output(code, ordeal.out(), ordeal.err());
  }

  private void compare(String name, String text) throws IOException {
    String plain = text.replace(folder.toString(), "FOLDER").replace("\r\n", "\n");
    Path file = SOURCE.resolve(name);
    if (IS_REFRESHED) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, plain);
    }
    assertThat(plain).as("%s; -Dordeal.golden=refresh writes it again", name).isEqualTo(read(name));
  }

  private static String read(String name) throws IOException {
    Path file = SOURCE.resolve(name);
    return Files.exists(file) ? Files.readString(file) : "";
  }

  @Test
  void helpOfEachCommand() throws IOException {
    StringBuilder all = new StringBuilder(ordeal("--help").whole());
    for (String command : new TreeMap<>(Main.commandLine().getSubcommands()).keySet()) {
      all.append("\n=== ordeal ").append(command).append(" --help\n");
      all.append(ordeal(command, "--help").whole());
    }
    compare("help.txt", all.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"targets", "environments", "workloads", "faults", "checkers", "levels", "models"})
  void lists(String what) throws IOException {
    compare("list-" + what + ".txt", ordeal("list", what).whole());
  }

  /** Every case's whole answer, for people and as JSON. */
  @Test
  void answersToTheCases() throws IOException, URISyntaxException {
    StringBuilder texts = new StringBuilder();
    StringBuilder documents = new StringBuilder();
    Path histories = Path.of(CasesTest.class.getResource("/cases/histories/").toURI());
    for (CasesTest.Row row : CasesTest.rows()) {
      // A place with a short name, which messages do not shorten.
      Path file = folder.resolve(row.file());
      Files.copy(histories.resolve(row.file()), file, StandardCopyOption.REPLACE_EXISTING);
      List<String> arguments = new ArrayList<>(List.of("check", file.toString()));
      arguments.addAll(List.of(row.arguments().strip().split(" +")));
      arguments.removeIf(String::isEmpty);
      texts.append("=== ordeal check ").append(row.file());
      texts.append(row.arguments().isBlank() ? "" : " " + row.arguments().strip()).append('\n');
      String text = ordeal(arguments.toArray(String[]::new)).whole();
      texts.append(text.replace(file.toString(), row.file())).append('\n');
      arguments.add("--json");
      String json = ordeal(arguments.toArray(String[]::new)).out();
      documents.append(timeless(json.replace(file.toString(), row.file())));
    }
    compare("cases.txt", texts.toString());
    compare("cases.jsonl", documents.toString());
  }

  /** What checking and reading took is at the end of each document. */
  private static String timeless(String documents) {
    return documents.replaceAll(
        "(?m)\"seconds\":[0-9.E-]+(,\"reading-seconds\":)?[0-9.E-]*}$", "\"seconds\":SECONDS$1}");
  }

  /** Styles and scripts are files of their own. */
  private static String withoutResources(String page) {
    return page.replaceAll("(?s)<style>.*?</style>", "<style>…</style>")
        .replaceAll("(?s)<script>.*?</script>", "<script>…</script>");
  }

  /** A saved run: a split brain under partitions. */
  @Test
  void everythingOfASavedRun() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    for (String name : List.of("run.json", "history.jsonl", "faults.jsonl", "schedule.yml")) {
      Files.copy(SOURCE.resolve("run").resolve(name), run.resolve(name));
    }
    RunFolder saved = RunFolder.open(run);
    compare("run/check.txt", ordeal("check", run.toString()).whole());
    compare("run/check.json", timeless(ordeal("check", run.toString(), "--json").out()));
    compare("run/report.txt", ordeal("report", run.toString()).whole());
    compare("run/verdict.json", Files.readString(saved.verdict()));
    compare("run/junit.xml", Files.readString(saved.junit()));
    compare("run/report.html", withoutResources(Files.readString(saved.report())));
  }
}
