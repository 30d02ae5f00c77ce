package dev.ordeal.results.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a campaign's folder knows of its earlier nights.
 *
 * @param failures what is known to fail, until its entry is deleted
 * @param nights how each night was
 */
public record EarlierNights(KnownFailures failures, PastNights nights) {

  /**
   * Reads the files of a campaign's folder; they need not be there.
   *
   * @throws IOException if one is damaged; the message says what to do
   */
  public static EarlierNights read(Path folder) throws IOException {
    return new EarlierNights(KnownFailures.read(folder), PastNights.read(folder));
  }

  /** The first night with a failure, if it was before another one. */
  public Optional<String> since(String signature, String night) {
    return failures.since(signature, night);
  }

  /** The nights before another one, the oldest first. */
  public List<Night> before(String night) {
    return nights.before(night);
  }

  /** Adds a night that is over, and writes the files. */
  public void add(CampaignReport report, Path folder) throws IOException {
    failures.add(report, folder);
    nights.add(report, folder);
  }
}
