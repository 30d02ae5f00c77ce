package dev.ordeal.targets.redis;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What the options say.
 *
 * @param appendonly whether what is written goes to a file
 * @param appendfsync when that file is synced
 * @param acknowledging how many replicas have to acknowledge a write before it is answered
 * @param minReplicas without how many connected replicas the master refuses writes
 * @param downAfterMillis after which silence a sentinel takes a server for dead
 * @param asksBeforeCalls whether clients ask Sentinel for the master before each call, and not only
 *     when they connect
 */
record RedisSettings(
    RedisRelease release,
    String appendonly,
    String appendfsync,
    int acknowledging,
    int minReplicas,
    int downAfterMillis,
    boolean asksBeforeCalls) {
  static final String VERSION = "version";
  static final String ARCHIVE = "archive";

  private static final Map<String, String> DEFAULTS =
      Map.of(
          VERSION,
          RedisRelease.NEWEST,
          ARCHIVE,
          "",
          "ask",
          "connect",
          "appendonly",
          "yes",
          "appendfsync",
          "everysec",
          "wait",
          "0",
          "min-replicas-to-write",
          "0",
          "down-after-milliseconds",
          "1000");

  static final List<String> DESCRIPTIONS =
      List.of(
          "version=%s|installed  of Maven Central, or the one that is there (default: %s)"
              .formatted(String.join("|", RedisRelease.VERSIONS), RedisRelease.NEWEST),
          "archive=FILE  another release to bring to the nodes, .tar.gz, with bin/redis-server",
          "ask=connect|call  when clients ask Sentinel for the master (default: connect)",
          "appendonly=yes|no  whether what is written goes to a file (default: yes)",
          "appendfsync=always|everysec|no  when that file is synced (default: everysec)",
          "wait=N  replicas that have to acknowledge a write, by WAIT (default: 0)",
          "min-replicas-to-write=N  a master with fewer replicas refuses writes (default: 0)",
          "down-after-milliseconds=N  until sentinels take a silent server for dead (default:"
              + " 1000)");

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException if one is wrong; the message begins with it
   */
  static RedisSettings of(Map<String, String> set) {
    for (String option : set.keySet()) {
      if (!DEFAULTS.containsKey(option)) {
        throw new IllegalArgumentException(
            "%s: no such option; known: %s"
                .formatted(option, String.join(", ", new TreeSet<>(DEFAULTS.keySet()))));
      }
    }
    if (set.containsKey(VERSION) && set.containsKey(ARCHIVE)) {
      throw new IllegalArgumentException("archive, version: one of them says what is run");
    }
    Map<String, String> options = new HashMap<>(DEFAULTS);
    options.putAll(set);
    return new RedisSettings(
        set.containsKey(ARCHIVE)
            ? RedisRelease.archive(Path.of(options.get(ARCHIVE)))
            : RedisRelease.version(options.get(VERSION)),
        oneOf("appendonly", options, List.of("yes", "no")),
        oneOf("appendfsync", options, List.of("always", "everysec", "no")),
        number("wait", options, 0, 24),
        number("min-replicas-to-write", options, 0, 24),
        number("down-after-milliseconds", options, 100, 600_000),
        oneOf("ask", options, List.of("connect", "call")).equals("call"));
  }

  private static String oneOf(String option, Map<String, String> options, List<String> values) {
    String value = options.get(option);
    if (!values.contains(value)) {
      throw new IllegalArgumentException(
          "%s=%s: one of %s expected".formatted(option, value, String.join(", ", values)));
    }
    return value;
  }

  private static int number(String option, Map<String, String> options, int least, int most) {
    String value = options.get(option);
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException none) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "%s=%s: a number from %d to %d expected".formatted(option, value, least, most));
  }
}
