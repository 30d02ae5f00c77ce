package dev.ordeal.targets.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file says under {@code clients.jdbc}, right and wrong. */
class JdbcKindTest {
  private static final String WHOLE =
      """
      name: store
      ports: {client: client}
      options:
        isolation: {default: serializable}
        more: {default: ""}
      start: serve
      ready: {tcp: client}
      clients:
        jdbc:
          url: jdbc:postgresql://${client.address}/test${option.more}
          user: me
          dialect: postgresql
          statements: upsert
          isolation: ${option.isolation}
      """;

  @TempDir private Path folder;

  private YamlDatabase database(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("store.yml"), text);
    return (YamlDatabase) new TargetReader().read(file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dialect: postgresql | dialekt: postgresql | line 12: clients.jdbc.dialekt: unknown key;"
            + " did you mean 'dialect'?",
        "dialect: postgresql | dialect: oracle | line 12: clients.jdbc.dialect: dialect=oracle: one"
            + " of",
        "statements: upsert | statements: merge | line 13: clients.jdbc.statements:"
            + " statements=merge",
        "user: me | uesr: me | line 11: clients.jdbc.uesr: unknown key; did you mean 'user'?",
        "user: me | driver: postgresql | line 11: clients.jdbc.driver: driver=postgresql: GROUP:",
        "user: me | tables: 'a b' | line 11: clients.jdbc.tables: tables=a b",
        "url: jdbc:postgresql://${client.address}/test${option.more} | password: x | clients.jdbc:"
            + " the key 'url' is missing: jdbc:postgresql://",
        "url: jdbc: | ulr: jdbc: | line 10: clients.jdbc.ulr: unknown key; did you mean 'url'?",
        "url: jdbc:postgresql: | url: postgresql: | line 10: clients.jdbc.url: a URL of JDBC"
            + " expected",
        "${client.address} | ${client.adress} | line 10: clients.jdbc.url: unknown",
        "default: serializable | default: strong | line 14: clients.jdbc.isolation:"
            + " isolation=strong",
      })
  void whatIsWrongIsSaid(String right, String wrong, String message) {
    assertThat(WHOLE).contains(right);
    String text = WHOLE.replace(right, wrong);
    assertThatThrownBy(() -> database(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("store.yml, ")
        .hasMessageContaining(message)
        .satisfies(problem -> assertThat(problem.getMessage()).hasSizeLessThanOrEqualTo(200));
  }

  @ParameterizedTest
  @CsvSource({
    "isolation, strong, 'line 14: clients.jdbc.isolation: isolation=strong: one of'",
    "more, ?autosave=always, 'line 10: clients.jdbc.url: url: ''autosave=always'' lets the driver'",
  })
  void whatIsSetIsCheckedBeforeAnythingStarts(String option, String value, String message)
      throws Exception {
    YamlDatabase database = database(WHOLE);
    assertThatThrownBy(() -> database.set(Map.of(option, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("store.yml, " + message)
        .satisfies(problem -> assertThat(problem.getMessage()).hasSizeLessThanOrEqualTo(200));
  }

  @Test
  void whatIsRightIsAccepted() throws Exception {
    assertThat(database(WHOLE).set(Map.of("isolation", "read-committed", "more", "?ssl=true")))
        .isNotNull();
  }
}
