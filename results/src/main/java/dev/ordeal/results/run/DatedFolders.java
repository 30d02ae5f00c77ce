package dev.ordeal.results.run;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Folders named after the time when they were made, with a link to the latest. */
public final class DatedFolders {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Pattern NAME =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\d\\d)-(\\d\\d)-(\\d\\d\\.\\d{3}Z).*");
  private static final String LATEST = "latest";
  private static final int SAME_INSTANT_MAX = 100;

  private DatedFolders() {}

  /**
   * Makes a new folder: {@code 2026-11-29T16-05-42.249Z} and a suffix. Where there is one of that
   * name already, it is named after a later millisecond.
   */
  public static Path create(Path parent, Instant now, String suffix) throws IOException {
    Files.createDirectories(parent);
    for (int later = 0; ; later++) {
      try {
        return Files.createDirectory(parent.resolve(UTC.format(now.plusMillis(later)) + suffix));
      } catch (FileAlreadyExistsException taken) {
        if (later == SAME_INSTANT_MAX) {
          throw taken;
        }
      }
    }
  }

  /** When a folder was made, by its name; empty for one that has another name. */
  public static Optional<Instant> instant(String name) {
    Matcher parts = NAME.matcher(name);
    try {
      return parts.matches()
          ? Optional.of(
              Instant.parse("%s:%s:%s".formatted(parts.group(1), parts.group(2), parts.group(3))))
          : Optional.empty();
    } catch (DateTimeParseException noSuchDay) {
      return Optional.empty();
    }
  }

  /**
   * Has {@code latest} in a folder lead to another one below it, in one step; without effect on a
   * file system without links, where the latest folder is still found by its name.
   */
  public static void pointLatest(Path in, Path to) throws IOException {
    Path fresh = in.resolve("." + LATEST + "-" + to.getFileName());
    try {
      Files.createSymbolicLink(fresh, in.relativize(to));
      Files.move(
          fresh,
          in.resolve(LATEST),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (UnsupportedOperationException noLinks) {
      // As the contract says.
    }
  }
}
