package dev.ordeal.results.campaign;

import dev.ordeal.results.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A campaign's nights so far, a file beside their folders, which may be deleted: {@code
 * nights.json}.
 */
public final class PastNights {
  private static final String FILE = "nights.json";

  /** Two years, of which the oldest nights are forgotten first. */
  private static final int NIGHTS_MAX = 730;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final TreeMap<String, Night> nights = new TreeMap<>();

  /**
   * Reads the file of a campaign's folder; it need not be there.
   *
   * @throws IOException if it is damaged; the message says what to do
   */
  public static PastNights read(Path folder) throws IOException {
    PastNights past = new PastNights();
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return past;
    }
    try {
      List<Night> all =
          JSON.readValue(Files.readAllBytes(file), new TypeReference<List<Night>>() {});
      all.forEach(night -> past.nights.put(night.night(), night));
      return past;
    } catch (JacksonException | NullPointerException damaged) {
      throw new IOException(
          "%s is damaged: repair it, or delete it and there is no trend".formatted(file), damaged);
    }
  }

  /** Those before a night, the oldest first. */
  public List<Night> before(String night) {
    return List.copyOf(nights.headMap(night).values());
  }

  /** Adds a night that is over, in place of what was known of it, and writes the file. */
  public void add(CampaignReport report, Path folder) throws IOException {
    nights.put(report.night(), Night.of(report));
    while (nights.size() > NIGHTS_MAX) {
      nights.pollFirstEntry();
    }
    RunFolder.writeAtomically(
        folder.resolve(FILE), JSON.writeValueAsString(List.copyOf(nights.values())) + "\n");
  }
}
