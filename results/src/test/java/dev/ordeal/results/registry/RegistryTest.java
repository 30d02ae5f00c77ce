package dev.ordeal.results.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What users bring is found by name, and what cannot be used is told. */
@Isolated("extensions are those of the process")
class RegistryTest {
  private static final String FOUR = "public int corners() { return 4; }";
  private static final String SEVEN = "public int corners() { return 7; }";

  @TempDir private Path folder;
  private final Registry<Shape> shapes = Registry.of(Shape.class, "shape");

  @AfterEach
  void forget() {
    Extensions.use(List.of());
  }

  /** Compiles a shape of a name, and returns the folder of all classes. */
  private Path compiled(String name, String body) throws IOException {
    return compiled(name, body, '"' + name.toLowerCase(Locale.ROOT) + '"');
  }

  private Path compiled(String name, String body, String itsName) throws IOException {
    String text =
        """
        import dev.ordeal.results.registry.Shape;
        import java.util.*;
        public class %s implements Shape {
          %s
          public String name() { return (String) %s; }
        }
        """
            .formatted(name, body, itsName);
    Path source = Files.writeString(folder.resolve(name + ".java"), text);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    String path = System.getProperty("java.class.path");
    String to = classes.toString();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-cp", path, "-d", to, source.toString());
    assertThat(code).isZero();
    return classes;
  }

  @Test
  void aFolderOfClassesIsFoundByNameAndByClass() throws IOException {
    compiled("Square", FOUR);
    Extensions.use(List.of(compiled("Heptagon", SEVEN)));
    assertThat(shapes.names()).containsExactly("heptagon", "square");
    assertThat(shapes.get("square").corners()).isEqualTo(4);
    assertThat(shapes.get("Heptagon").corners()).isEqualTo(7);
    assertThat(shapes.brought()).hasSize(2);
    assertThatThrownBy(() -> shapes.get("sqaure"))
        .isInstanceOf(UnknownNameException.class)
        .hasMessage("Unknown shape 'sqaure'. Did you mean square?");
    assertThatThrownBy(() -> shapes.get("no.such.Shape"))
        .isInstanceOf(ExtensionException.class)
        .hasMessageContainingAll("no.such.Shape", "there is no such class", "classes");
    assertThatThrownBy(() -> shapes.get("java.lang.String"))
        .hasMessageContaining("does not implement");
    Extensions.use(List.of());
    assertThat(shapes.names()).isEmpty();
  }

  @Test
  void aFolderThatListsServicesOffersOnlyThese() throws IOException {
    compiled("Square", FOUR);
    Path classes = compiled("Heptagon", SEVEN);
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Path file = services.resolve(Shape.class.getName());
    Files.writeString(file, "Heptagon\n");
    Extensions.use(List.of(classes));
    assertThat(shapes.names()).containsExactly("heptagon");
    Files.writeString(file, "Octagon\n");
    Extensions.use(List.of());
    Extensions.use(List.of(classes));
    assertThatThrownBy(shapes::all)
        .isInstanceOf(ExtensionException.class)
        .hasMessageContaining("Octagon");
  }

  @Test
  void optionsReachTheConstructorThatTakesThem() throws IOException {
    String body =
        """
        private final int corners;
        public Polygon(Map<String, String> options) {
          corners = Integer.parseInt(options.getOrDefault("corners", "3"));
        }
        public int corners() { return corners; }
        """;
    Extensions.use(List.of(compiled("Polygon", body)));
    assertThat(shapes.get("polygon").corners()).isEqualTo(3);
    assertThat(shapes.find("polygon", Map.of("corners", "12")).orElseThrow().corners())
        .isEqualTo(12);
    assertThatThrownBy(() -> shapes.find("polygon", Map.of("corners", "many")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("many");
  }

  @Test
  void aConstructorThatFailsIsNamed() throws IOException {
    String body = "public Broken() { throw new AssertionError(\"no\"); } " + FOUR;
    Extensions.use(List.of(compiled("Broken", body)));
    assertThatThrownBy(shapes::all)
        .isInstanceOf(ExtensionException.class)
        .hasMessageContainingAll("Broken", "AssertionError");
  }

  @Test
  void aClassWithoutAUsableNameIsNamed() throws IOException {
    for (String name : List.of("null", "\"\"", "\"a b\"", "new Object[0][0].toString()")) {
      Path classes = compiled("Odd", FOUR, name);
      Extensions.use(List.of());
      Extensions.use(List.of(classes));
      assertThatThrownBy(shapes::all)
          .as(name)
          .isInstanceOf(ExtensionException.class)
          .hasMessageContaining("Odd cannot be used");
    }
  }

  @Test
  void whatIsNoJarIsNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "no jar");
    assertThatThrownBy(() -> Extensions.use(List.of(text)))
        .isInstanceOf(ExtensionException.class)
        .hasMessageContainingAll("--path", "notes.txt", "no jar");
  }

  @Test
  void twoOfOneNameAreRefused() throws IOException {
    compiled("Square", FOUR);
    String body = FOUR + " public List<String> aliases() { return List.of(\"square\"); }";
    Extensions.use(List.of(compiled("Quadrilateral", body)));
    assertThatThrownBy(shapes::all)
        .isInstanceOf(ExtensionException.class)
        .hasMessageContainingAll("Square", "Quadrilateral");
  }

  @Test
  void nearNamesAreProposed() {
    List<String> known = List.of("register", "rw-register", "set", "list-append");
    assertThat(NearestName.of("regsiter", known)).contains("register");
    assertThat(NearestName.of("RW_REGISTER", known)).contains("rw-register");
    assertThat(NearestName.of("list", known)).contains("list-append");
    assertThat(NearestName.of("banana", known)).isEmpty();
  }
}
