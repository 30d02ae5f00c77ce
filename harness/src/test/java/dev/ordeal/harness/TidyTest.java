package dev.ordeal.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** House rules that no other tool checks. */
class TidyTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int COLUMNS_MAX = 100;
  private static final Map<String, String> BANNED = new LinkedHashMap<>();

  static {
    BANNED.put("new Random(", "take a Seed");
    BANNED.put("Math.random(", "take a Seed");
    BANNED.put("ThreadLocalRandom", "take a Seed");
    BANNED.put("catch (Throwable", "catch what you can handle");
    BANNED.put("TO" + "DO", "do it, or write down in the docs that it is missing");
    BANNED.put("FIX" + "ME", "fix it");
    BANNED.put(".printStackTrace()", "throw it or tell the user");
  }

  /** Words that a reader of the field has to decode, and what to say instead. */
  private static final Pattern UNCLEAR =
      Pattern.compile(
          "(?i)\\b(anew|whoever|nobody knows|of ours|be had|come behind|put wrong|make well"
              + "|in words|his own|thereof|whereof)\\b");

  private static List<Path> sources(String below) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(f -> f.toString().endsWith(".java") && f.toString().contains(below))
          .filter(f -> !f.toString().contains("/target/"))
          .toList();
    }
  }

  @Test
  void sourcesKeepTheRules() throws IOException {
    List<String> problems = new ArrayList<>();
    for (Path file : sources("/src/")) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        String where = ROOT.relativize(file) + ":" + (i + 1) + ": ";
        if (line.length() > COLUMNS_MAX
            && !line.startsWith("import ")
            && !line.contains("\"\"\"")) {
          problems.add(where + "longer than " + COLUMNS_MAX + " columns");
        }
        if (file.endsWith("TidyTest.java") || file.endsWith("ArchitectureTest.java")) {
          continue;
        }
        BANNED.forEach(
            (banned, instead) -> {
              if (line.contains(banned)) {
                problems.add(where + banned + " is banned: " + instead);
              }
            });
      }
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void everyPackageSaysWhatLivesThere() throws IOException {
    List<Path> missing =
        sources("/src/main/").stream()
            .map(Path::getParent)
            .distinct()
            .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
            .filter(folder -> !folder.endsWith("dev/ordeal"))
            .toList();
    assertThat(missing).isEmpty();
  }

  @Test
  void wordsAreThoseOfTheField() throws IOException {
    List<Path> files = new ArrayList<>(sources("/src/main/"));
    files.addAll(documents());
    List<String> unclear = new ArrayList<>();
    for (Path file : files) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        Matcher found = UNCLEAR.matcher(lines.get(i));
        if (found.find()) {
          unclear.add(ROOT.relativize(file) + ":" + (i + 1) + ": " + found.group());
        }
      }
    }
    assertThat(unclear).as("say it in the words of papers and systems").isEmpty();
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    try (Stream<Path> top = Files.list(ROOT)) {
      top.filter(f -> f.toString().endsWith(".md")).forEach(documents::add);
    }
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      docs.filter(f -> f.toString().endsWith(".md")).forEach(documents::add);
    }
    return documents;
  }

  @Test
  void linksInDocumentsResolve() throws IOException {
    Pattern link = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
    List<String> broken = new ArrayList<>();
    List<Path> documents = documents();
    for (Path document : documents) {
      Matcher matcher = link.matcher(Files.readString(document));
      while (matcher.find()) {
        if (!Files.exists(document.resolveSibling(matcher.group(1)))) {
          broken.add(ROOT.relativize(document) + " → " + matcher.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(documents).isNotEmpty();
  }
}
