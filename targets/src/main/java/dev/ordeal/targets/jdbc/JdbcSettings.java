package dev.ordeal.targets.jdbc;

import dev.ordeal.targets.OptionNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How clients reach a database and what they send. Immutable.
 *
 * @param user empty for none
 * @param password empty for none; in no text of this class
 * @param driver coordinates of Maven, paths of jars, or empty for a driver of {@code --path}
 * @param dialect empty to go by the URL
 * @param tables begins the name of each table
 */
record JdbcSettings(
    String user,
    String password,
    String driver,
    Isolation isolation,
    Optional<Dialect> dialect,
    Shape shape,
    String tables) {
  /** Of Maven: {@code GROUP:ARTIFACT[:EXTENSION[:CLASSIFIER]]:VERSION}. */
  private static final String COORDINATES = "[^\\s:/]+(:[^\\s:/]+){2,4}";

  /** The environment variable of a password that is in no command line; it is never recorded. */
  static final String PASSWORD = "ORDEAL_JDBC_PASSWORD";

  /** Each as NAME=VALUE and a description. */
  static final List<String> OPTIONS =
      List.of(
          "driver=GROUP:ARTIFACT:VERSION|FILE.jar  (default: a driver of --path)",
          "user=NAME",
          "password=TEXT  (default: of the environment variable " + PASSWORD + ")",
          "isolation=%s  of transactions (default: default, the database's own)"
              .formatted(OptionNames.all(Isolation.values(), "|")),
          "statements=%s  how a row is changed (default: upsert)"
              .formatted(OptionNames.all(Shape.values(), "|")),
          "dialect=%s  (default: by the URL)".formatted(OptionNames.all(Dialect.values(), "|")),
          "tables=PREFIX  of the tables' names (default: ordeal_)");

  /**
   * Reads them.
   *
   * @param options by name
   * @throws IllegalArgumentException if there is no such option, or a value is wrong; the message
   *     begins with the option
   */
  static JdbcSettings of(Map<String, String> options) {
    String tables = options.getOrDefault("tables", "ordeal_");
    if (!tables.matches("[A-Za-z_][A-Za-z0-9_.]{0,40}")) {
      throw new IllegalArgumentException("tables=" + tables + ": letters, digits and _ expected");
    }
    String driver = options.getOrDefault("driver", "");
    if (!driver.isEmpty() && !driver.endsWith(".jar") && !driver.matches(COORDINATES)) {
      throw new IllegalArgumentException(
          "driver=%s: GROUP:ARTIFACT:VERSION or FILE.jar expected".formatted(driver));
    }
    for (String option : options.keySet()) {
      if (!names().contains(option)) {
        throw new IllegalArgumentException(
            option + ": no such option; known: " + String.join(", ", names()));
      }
    }
    String dialect = options.getOrDefault("dialect", "");
    return new JdbcSettings(
        options.getOrDefault("user", ""),
        options.getOrDefault("password", Optional.ofNullable(System.getenv(PASSWORD)).orElse("")),
        driver,
        OptionNames.get(
            "isolation", options.getOrDefault("isolation", "default"), Isolation.values()),
        dialect.isEmpty()
            ? Optional.empty()
            : Optional.of(OptionNames.get("dialect", dialect, Dialect.values())),
        OptionNames.get("statements", options.getOrDefault("statements", "upsert"), Shape.values()),
        tables);
  }

  JdbcSettings withTables(String prefix) {
    return new JdbcSettings(user, password, driver, isolation, dialect, shape, prefix);
  }

  /** The names of all options. */
  static TreeSet<String> names() {
    TreeSet<String> names = new TreeSet<>();
    OPTIONS.forEach(option -> names.add(option.substring(0, option.indexOf('='))));
    return names;
  }

  @Override
  public String toString() {
    return "driver %s, isolation %s, statements %s"
        .formatted(driver, OptionNames.of(isolation), OptionNames.of(shape));
  }
}
