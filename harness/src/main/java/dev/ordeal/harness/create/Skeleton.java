package dev.ordeal.harness.create;

import static java.util.stream.Collectors.joining;

import dev.ordeal.results.run.LaunchedAs;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The first files of a new target: a small key-value store with its clients, to be replaced step by
 * step. They run as they are. The templates are the examples of the repository.
 *
 * @param name the target's name: lower case, digits, {@code -}, beginning with a letter
 * @param folder where the files go
 */
public record Skeleton(String name, Language language, Path folder) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final int LENGTH_MAX = 40;

  /**
   * @throws IllegalArgumentException if no target can have that name
   */
  public Skeleton {
    String problem = problem(name);
    if (!problem.isEmpty()) {
      String shown = name.length() > LENGTH_MAX ? name.substring(0, LENGTH_MAX) + "…" : name;
      throw new IllegalArgumentException(
          "'%s' cannot be the name of a target: %s; such as my-database".formatted(shown, problem));
    }
  }

  /** Which rule a name breaks; empty if none. */
  private static String problem(String name) {
    if (name.isEmpty()) {
      return "it has at least one letter";
    }
    if (name.length() > LENGTH_MAX) {
      return "it has at most %d characters".formatted(LENGTH_MAX);
    }
    if (name.matches(".*[A-Z].*")) {
      return "letters are lower-case";
    }
    if (!name.matches("[a-z0-9-]*")) {
      return "it has only letters from a to z, digits and hyphens";
    }
    if (!Character.isLetter(name.charAt(0))) {
      return "it begins with a letter";
    }
    if (name.contains("--")) {
      return "no two hyphens follow each other";
    }
    return NAME.matcher(name).matches() ? "" : "it does not end with a hyphen";
  }

  /**
   * Writes the files.
   *
   * @return their paths
   * @throws IllegalArgumentException if the folder is not empty
   * @throws IOException if it cannot be written
   */
  public List<Path> write() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, String> file : language.files().entrySet()) {
      texts.put(filled(file.getValue()), filled(template(file.getKey())));
    }
    Files.createDirectories(folder);
    try (Stream<Path> there = Files.list(folder)) {
      if (there.findAny().isPresent()) {
        throw new IllegalArgumentException(
            folder + " is not empty; name another folder with --into");
      }
    }
    List<Path> written = new ArrayList<>();
    for (Map.Entry<String, String> file : texts.entrySet()) {
      Path path = folder.resolve(file.getKey());
      written.add(Files.writeString(path, file.getValue(), StandardOpenOption.CREATE_NEW));
    }
    return written;
  }

  /** What to do next, as commands of a shell. */
  public List<String> commands() {
    String target =
        LaunchedAs.command().replace("%", "%%")
            + " %s "
            + LaunchedAs.quoted(folder.resolve(filled(language.targetFile())).toString())
                .replace("%", "%%");
    return Stream.of(
            filled(language.build()),
            target.formatted("run"),
            target.formatted("run") + " --set reads=local",
            target.formatted("try"))
        .filter(command -> !command.isEmpty())
        .toList();
  }

  /** A text with what is this target's own; what was put in is not looked at again. */
  private String filled(String text) {
    Map<String, String> own =
        Map.of(
            "@CLIENTS@\n", clients(),
            "@NAME@", name,
            "my-database", name,
            "@CLASS@", className(),
            "MyDatabase", className(),
            "@FOLDER@", folder.toString(),
            "\"examples/yaml/kv_server.py\"", quoted(folder.resolve("kv_server.py")),
            "../javascript/ordeal_client.mjs", "./ordeal_client.mjs",
            "@TARGET@", name + ".yml");
    String ofOneName = text.replaceAll("kv-(external|javascript|go)\\.yml", "@TARGET@");
    return Pattern.compile(own.keySet().stream().map(Pattern::quote).collect(joining("|")))
        .matcher(ofOneName)
        .replaceAll(found -> Matcher.quoteReplacement(own.get(found.group())));
  }

  private static String quoted(Path path) {
    return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private String clients() {
    if (language.clients().isEmpty()) {
      try {
        return template("http-clients.yml");
      } catch (IOException missing) {
        throw new IllegalStateException(missing);
      }
    }
    return language.clients().stream().map(line -> line + "\n").collect(joining());
  }

  /** {@code MyDatabase} for {@code my-database}, {@code MyShopDatabase} for {@code my-shop}. */
  private String className() {
    String words =
        Arrays.stream(name.split("-"))
            .map(part -> Character.toUpperCase(part.charAt(0)) + part.substring(1))
            .collect(joining());
    // With its suffix it is neither the class it extends nor one of java.lang.
    return name.endsWith("-database") ? words : words + "Database";
  }

  private static String template(String resource) throws IOException {
    try (InputStream in = Skeleton.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException("Ordeal was built without its template " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
