package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.harness.create.Language;
import dev.ordeal.harness.create.Skeleton;
import dev.ordeal.results.registry.Extensions;
import dev.ordeal.targets.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The first files of a new target. */
@Isolated("extensions are those of the process")
class NewCommandTest {
  /** What runs the clients of each language, beside Python for the nodes. */
  private static final Map<Language, String> NEEDED =
      Map.of(
          Language.YAML, "python3 --version",
          Language.JAVA, "python3 --version",
          Language.PYTHON, "python3 --version",
          Language.JAVASCRIPT, "node --version",
          Language.GO, "go version");

  @TempDir private Path folder;
  private final Ordeal ordeal = new Ordeal();

  @AfterEach
  void forget() {
    Extensions.use(List.of());
  }

  private int create(String name, String... more) {
    Path into = folder.resolve(name);
    return ordeal.run(
        Stream.concat(Stream.of("new", name, "--into", into.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void nothingOfTheTemplatesIsLeftAndTheTargetIsFound(Language language) throws IOException {
    assertThat(create("my-shop", "--" + language.word())).as(ordeal.err()).isZero();
    String said = ordeal.out();
    Path target =
        folder
            .resolve("my-shop")
            .resolve(language == Language.JAVA ? "MyShopDatabase.java" : "my-shop.yml");
    try (var files = Files.list(folder.resolve("my-shop"))) {
      for (Path file : files.toList()) {
        assertThat(said).contains("wrote " + file);
        assertThat(Files.readString(file))
            .doesNotContain("@NAME@", "@CLIENTS@", "@FOLDER@", "MyDatabase", "my-database", "../")
            .doesNotContain("kv-external", "kv-go", "kv-javascript", "examples/");
      }
    }
    assertThat(ordeal.run("run", target.toString(), "--plan")).as(ordeal.err()).isZero();
    assertThat(said).contains("./ordeal run " + target, "./ordeal try " + target);
    assertThat(ordeal.run("list", "targets", "--path", target.toString())).isZero();
    assertThat(ordeal.out()).contains("my-shop ", "reads=primary|local");
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  @Tag("extended")
  void itRunsAsItIs(Language language) throws Exception {
    assumeTrue(runs(NEEDED.get(language)), "there is no " + NEEDED.get(language));
    assertThat(create("my-shop", "--" + language.word())).as(ordeal.err()).isZero();
    for (String command : new Skeleton("my-shop", language, folder.resolve("my-shop")).commands()) {
      if (command.startsWith("(cd")) {
        assertThat(runs(command)).as(command).isTrue();
      }
    }
    Path target =
        folder
            .resolve("my-shop")
            .resolve(language == Language.JAVA ? "MyShopDatabase.java" : "my-shop.yml");
    int code =
        ordeal.run(
            "run",
            target.toString(),
            "--faults=none",
            "--time-limit=3s",
            "--rate=100",
            "--seed=1",
            "--out=" + folder.resolve("runs"));
    assertThat(code).as(ordeal.said()).isZero();
    assertThat(ordeal.out()).contains("VALID");
  }

  private static boolean runs(String command) throws InterruptedException, IOException {
    return new ProcessBuilder("sh", "-c", command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  /** Class names that Java or the interface has taken, and those that say "database" already. */
  @ParameterizedTest
  @CsvSource({
    "string, StringDatabase",
    "database, DatabaseDatabase",
    "class, ClassDatabase",
    "my-database, MyDatabase"
  })
  void aClassOfJavaCompilesWhateverItsName(String name, String expected) {
    assertThat(create(name, "--java")).as(ordeal.err()).isZero();
    Path target = folder.resolve(name).resolve(expected + ".java");
    assertThat(ordeal.run("list", "targets", "--path", target.toString()))
        .as(ordeal.err())
        .isZero();
    assertThat(ordeal.out()).contains("\n" + name + " ");
  }

  /** The folder's name is not taken for one of the templates' words. */
  @Test
  void whatWasFilledInIsNotFilledAgain() throws IOException {
    Path into = folder.resolve("@NAME@ MyDatabase");
    assertThat(ordeal.run("new", "shop", "--java", "--into", into.toString())).isZero();
    assertThat(ordeal.out()).contains("'" + into.resolve("ShopDatabase.java") + "'");
    assertThat(Files.readString(into.resolve("ShopDatabase.java")))
        .contains('"' + into.resolve("kv_server.py").toString() + '"');
  }

  /** The command that is printed next would not know which of the two is meant. */
  @Test
  void namesOfTargetsThatThereAreAreRefused() {
    for (String name : Targets.REGISTRY.names()) {
      assertThat(create(name)).as(name).isEqualTo(64);
      assertThat(ordeal.err()).contains("There is a target '" + name + "' already (");
      assertThat(folder.resolve(name)).doesNotExist();
    }
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    assertThat(create("shop")).isZero();
    Path file = folder.resolve("shop/shop.yml");
    Files.writeString(file, "mine");
    assertThat(create("shop")).isEqualTo(64);
    assertThat(ordeal.err()).contains("shop is not empty", "--into");
    assertThat(Files.readString(file)).isEqualTo("mine");
  }

  @ParameterizedTest
  @CsvSource({
    "Shop, letters are lower-case",
    "1shop, it begins with a letter",
    "-, it begins with a letter",
    "shop-, it does not end with a hyphen",
    "my shop, 'it has only letters from a to z, digits and hyphens'",
    "../shop, 'it has only letters from a to z, digits and hyphens'",
    "a--b, no two hyphens follow each other",
    "a123456789a123456789a123456789a123456789, ''",
    "a123456789a123456789a123456789a123456789b, it has at most 40 characters"
  })
  void namesThatNoTargetCanHaveAreRefused(String name, String rule) {
    String into = folder.resolve("x").toString();
    int code = ordeal.run("new", "--into", into, "--", name);
    if (rule.isEmpty()) {
      assertThat(code).isZero();
      return;
    }
    assertThat(code).isEqualTo(64);
    assertThat(ordeal.err()).contains("'" + name.substring(0, Math.min(40, name.length())), rule);
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "file, there is a file of that name",
    "file/below, Not a directory",
    "/proc/nothing, there is no such place"
  })
  void placesThatCannotBeWrittenAreNamed(String place, String why) throws IOException {
    Files.writeString(folder.resolve("file"), "");
    Path into = folder.resolve(place);
    assertThat(ordeal.run("new", "shop", "--into", into.toString())).isEqualTo(64);
    assertThat(ordeal.err()).contains("cannot write", why);
  }

  @Test
  void oneLanguageIsChosen() {
    assertThat(create("shop", "--java", "--go")).isEqualTo(64);
    assertThat(ordeal.err()).contains("--java", "--go", "mutually exclusive");
    assertThat(create("shop", "--pyton")).isEqualTo(64);
    assertThat(ordeal.err()).contains("--python");
  }
}
