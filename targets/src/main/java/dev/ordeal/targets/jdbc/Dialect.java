package dev.ordeal.targets.jdbc;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What databases write differently, and which of their errors say that nothing was committed.
 *
 * <p>SQLSTATEs are those of ISO/IEC 9075-2 and of each database's manual. What is not listed leaves
 * an outcome unknown.
 */
enum Dialect {
  /** Standard SQL alone: no statement inserts or updates a row at once. */
  GENERIC(
      "",
      0,
      new Syntax("varchar(8000)", "%s || %s", "", "for update"),
      new Definite(Set.of(), Set.of()),
      ""),

  /** H2 from 2.0 up. */
  H2(
      "h2",
      9092,
      new Syntax(
          "varchar",
          "%s || %s",
          "merge into %1$s t using (select 1) on t.k = ? when matched then update set v = %2$s"
              + " when not matched then insert (k, v) values (?, ?)",
          "for update"),
      // Lock timeout; concurrent update.
      new Definite(Set.of("HYT00"), Set.of(90131, 50200)),
      "AUTO_RECONNECT=TRUE"),

  /** PostgreSQL, and databases that speak its protocol and have its SQLSTATEs. */
  POSTGRESQL(
      "postgresql",
      5432,
      new Syntax(
          "text",
          "%s || %s",
          "insert into %1$s as t (k, v) values (?, ?) on conflict (k) do update set v = %2$s",
          "for update"),
      // A lock that is not available; a failed transaction whose commit rolled back.
      new Definite(Set.of("55P03", "25P02"), Set.of()),
      "autosave=(always|conservative)"),

  /** MariaDB and MySQL. */
  MARIADB(
      "mariadb|mysql",
      3306,
      new Syntax(
          "longtext",
          "concat(%s, %s)",
          "insert into %1$s (k, v) values (?, ?) on duplicate key update v = %2$s",
          "for update"),
      // Lock wait timeout; a row that changed since the snapshot; a read-only server.
      new Definite(Set.of(), Set.of(1205, 1020, 1290, 1836)),
      "autoReconnect(ForPools)?=(true|yes)|transactionReplay=true|\\+srv:"
          + "|:(sequential|loadbalance|replication|failover|load-balance-read):");

  /** After a commit of which it was said that it failed: not committed, whatever the database. */
  private static final Set<String> ROLLBACK_CLASSES = Set.of("40", "23");

  /** Of a statement that is a transaction by itself: it was refused, and changed nothing. */
  private static final Set<String> REFUSED_CLASSES = Set.of("0A", "21", "22", "25", "42", "44");

  /** An update that finds the value it sets counts as none then. */
  private static final String MISCOUNTING = "useAffectedRows=(true|yes)";

  /** Statement completion unknown: of class 40, but no rollback. */
  private static final String COMPLETION_UNKNOWN = "40003";

  /**
   * How statements are written.
   *
   * @param text a type for long texts
   * @param concatenation of two expressions
   * @param upsert of a table and an expression for the new value of a row; empty if there is none
   * @param lock at the end of a select
   */
  private record Syntax(String text, String concatenation, String upsert, String lock) {}

  /**
   * What says that nothing was committed, beside the classes that do so everywhere.
   *
   * @param codes the database's own numbers, where SQLSTATE says too little
   */
  private record Definite(Set<String> states, Set<Integer> codes) {}

  private final String names;
  private final int usualPort;
  private final Syntax syntax;
  private final Definite definite;
  private final String repeating;

  Dialect(String names, int usualPort, Syntax syntax, Definite definite, String repeating) {
    this.names = names;
    this.usualPort = usualPort;
    this.syntax = syntax;
    this.definite = definite;
    this.repeating = repeating;
  }

  /** The one of a URL: {@code jdbc:NAME:…}. */
  static Dialect of(String url) {
    String[] parts = url.split(":", 3);
    String name = parts.length < 2 ? "" : parts[1].toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(dialect -> List.of(dialect.names.split("\\|")).contains(name))
        .findFirst()
        .orElse(GENERIC);
  }

  /**
   * What of a URL makes a driver, of whichever dialect, answer what is not so.
   *
   * @return it and what it does, for messages; empty if nothing does
   */
  static Optional<String> misleading(String url) {
    return Arrays.stream(values())
        .filter(dialect -> !dialect.repeating.isEmpty())
        .flatMap(dialect -> found(dialect.repeating, url).stream())
        .findFirst()
        .map(part -> "'%s' lets the driver repeat calls or change the node".formatted(part))
        .or(
            () ->
                found(MISCOUNTING, url)
                    .map(
                        part ->
                            "'%s' hides rows that an update leaves as they are".formatted(part)));
  }

  private static Optional<String> found(String pattern, String url) {
    Matcher matcher = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(url);
    return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
  }

  /** The number by which JDBC drivers of this dialect know a level; -1 if they have no such. */
  int jdbcLevel(Isolation isolation) {
    // org.h2.engine.Constants.TRANSACTION_SNAPSHOT
    return isolation == Isolation.SNAPSHOT && this == H2 ? 6 : isolation.jdbcLevel();
  }

  /** Where servers listen for clients unless told otherwise; 0 if that is not known. */
  int usualPort() {
    return usualPort;
  }

  /** The type of a column for long texts. */
  String textType() {
    return syntax.text();
  }

  boolean hasUpsert() {
    return !syntax.upsert().isEmpty();
  }

  String lock() {
    return syntax.lock();
  }

  String concatenation(String left, String right) {
    return syntax.concatenation().formatted(left, right);
  }

  /**
   * A statement that inserts a row, or changes the one that is there.
   *
   * @param changed the new value of a row that is there, where {@code %s} is the old one
   */
  String upsert(String table, String changed) {
    String old = this == MARIADB ? "v" : "t.v";
    return syntax.upsert().formatted(table, changed.formatted(old));
  }

  /** The parameters of {@link #upsert}: the key, the value, and the changed row's parameter. */
  Object[] upsertValues(long key, Object inserted, Object changed) {
    return this == H2
        ? new Object[] {key, changed, key, inserted}
        : new Object[] {key, inserted, changed};
  }

  /**
   * Whether an error that a COMMIT was answered with says that the transaction was rolled back.
   *
   * @return false if the transaction may have been committed
   */
  boolean isRolledBack(SQLException error) {
    String state = String.valueOf(error.getSQLState());
    return !state.equals(COMPLETION_UNKNOWN)
        && !state.startsWith("08")
        && ((state.length() == 5 && ROLLBACK_CLASSES.contains(state.substring(0, 2)))
            || definite.states().contains(state)
            || definite.codes().contains(error.getErrorCode()));
  }

  /**
   * Whether an error that a statement was answered with, which is a transaction by itself, says
   * that it changed nothing.
   *
   * @return false if it may have been committed
   */
  boolean isRefused(SQLException error) {
    String state = String.valueOf(error.getSQLState());
    return isRolledBack(error)
        || (state.length() == 5 && REFUSED_CLASSES.contains(state.substring(0, 2)));
  }

  /**
   * Whether a transaction whose COMMIT was never sent is rolled back if its connection is lost or
   * ended after an error. JDBC leaves that to the database: Oracle's, for one, commits what a
   * closed connection leaves.
   */
  boolean isRolledBackWhenLost(SQLException error) {
    return this != GENERIC && !COMPLETION_UNKNOWN.equals(error.getSQLState());
  }

  /**
   * Whether an error is an answer of the database at all, rather than the loss of it: then a
   * transaction whose COMMIT was never sent is ended by a ROLLBACK that succeeds.
   */
  boolean isAnswer(SQLException error) {
    String state = String.valueOf(error.getSQLState());
    return state.length() == 5
        && !state.startsWith("08")
        && !state.startsWith("57P")
        && !state.equals(COMPLETION_UNKNOWN)
        && !state.startsWith("XX")
        && !state.startsWith("58");
  }
}
