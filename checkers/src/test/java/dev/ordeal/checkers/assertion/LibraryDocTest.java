package dev.ordeal.checkers.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/library.md are compiled and run, and fail with the messages shown there. */
class LibraryDocTest {
  private static final Path PAGE = Path.of("../docs/library.md");
  private static final String NAME = "Examples";

  /** A block of Java and, if it is to fail, the message behind it. */
  private static final Pattern EXAMPLE =
      Pattern.compile("```java\\n(.*?)```\\n(?:\\n```text\\n(.*?)```\\n)?", Pattern.DOTALL);

  @TempDir private static Path folder;

  private record Example(String code, String message) {}

  private static List<Example> examples() throws IOException {
    List<Example> found = new ArrayList<>();
    Matcher matcher = EXAMPLE.matcher(Files.readString(PAGE));
    while (matcher.find()) {
      found.add(new Example(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2)));
    }
    return found;
  }

  private static Class<?> compiled(List<Example> examples) throws Exception {
    StringBuilder source = new StringBuilder(examples.getFirst().code());
    source.append("public final class " + NAME + " {\n");
    for (int i = 1; i < examples.size(); i++) {
      source.append("public static void example%d() throws Exception {\n".formatted(i));
      source.append(examples.get(i).code()).append("}\n");
    }
    Path file = Files.writeString(folder.resolve(NAME + ".java"), source.append("}\n"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none",
            "-d",
            folder.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-Xlint:none");
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      boolean isCompiled =
          compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(file)).call();
      assertThat(isCompiled).as(said.toString()).isTrue();
    }
    return new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, LibraryDocTest.class.getClassLoader())
        .loadClass(NAME);
  }

  /** What an example throws, on lines of its own; empty if it throws nothing. */
  private static String thrownBy(Class<?> all, int example) {
    Throwable thrown = catchThrowable(() -> all.getMethod("example" + example).invoke(null));
    if (thrown == null) {
      return "";
    }
    assertThat(thrown).isInstanceOf(InvocationTargetException.class);
    assertThat(thrown.getCause()).isExactlyInstanceOf(AssertionError.class);
    return thrown.getCause().getMessage() + "\n";
  }

  @TestFactory
  Stream<DynamicTest> everyExampleDoesAsThePageSays() throws Exception {
    List<Example> examples = examples();
    assertThat(examples).hasSizeGreaterThan(10);
    Class<?> all = compiled(examples);
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 1; i < examples.size(); i++) {
      int number = i;
      Example example = examples.get(i);
      if (System.getProperty("ordeal.golden", "").equals("refresh")) {
        refresh(example, thrownBy(all, number));
      }
      tests.add(
          DynamicTest.dynamicTest(
              number + ": " + example.code().lines().findFirst().orElseThrow(),
              () -> assertThat(thrownBy(all, number)).isEqualTo(example.message())));
    }
    return tests.stream();
  }

  private static void refresh(Example example, String message) throws IOException {
    String code = example.code() + "```\n\n```text\n";
    String page = Files.readString(PAGE);
    Files.writeString(PAGE, page.replace(code + example.message(), code + message));
  }

  @Test
  void theBuilderRefusesWhatNoClientDoes() {
    assertThatCode(() -> Histories.register().ends())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("client 0 has no call under way");
    assertThatCode(() -> Histories.register().by(3).begins().write(1).read(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("client 3 has a write under way");
    assertThatCode(() -> Histories.register().begins().history())
        .isInstanceOf(IllegalStateException.class);
    assertThatCode(() -> Histories.register().write(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Double");
  }

  @Test
  void aLostCallEndsItsProcess() {
    List<Integer> processes =
        Histories.register()
            .by(7)
            .begins()
            .write(1)
            .isLost()
            .read(1)
            .by(9)
            .read(1)
            .history()
            .operations()
            .stream()
            .map(operation -> operation.process())
            .toList();
    assertThat(processes).containsExactly(0, 1, 2);
  }

  @Test
  void functionsOfNoModelAreNamed() throws Exception {
    HistoryRecorder recorder = new HistoryRecorder();
    recorder.begin("fly", 1).ok();
    assertThatCode(() -> HistoryAssert.assertThat(recorder.history()).isLinearizable())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("functions fly");
  }
}
