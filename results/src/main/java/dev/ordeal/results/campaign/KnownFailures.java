package dev.ordeal.results.campaign;

import dev.ordeal.results.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The failures of a campaign's nights so far, a file beside the nights: {@code
 * known-failures.json}. A failure is known if an earlier night had one with its signature; its
 * entry may be deleted once it is fixed.
 */
public final class KnownFailures {
  private static final String FILE = "known-failures.json";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Map<String, Known> bySignature = new TreeMap<>();

  /**
   * A failure.
   *
   * @param first the first night that had it
   * @param last the last one
   * @param nights how many had it
   */
  public record Known(String signature, String first, String last, int nights) {}

  /**
   * Reads the file of a campaign's folder; it need not be there.
   *
   * @throws IOException if it is damaged; the message says what to do
   */
  public static KnownFailures read(Path folder) throws IOException {
    KnownFailures known = new KnownFailures();
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return known;
    }
    try {
      List<Known> all =
          JSON.readValue(Files.readAllBytes(file), new TypeReference<List<Known>>() {});
      all.forEach(one -> known.bySignature.put(one.signature(), one));
      return known;
    } catch (JacksonException | NullPointerException damaged) {
      throw new IOException(
          "%s is damaged: repair it, or delete it and all failures are new".formatted(file),
          damaged);
    }
  }

  /** The first night with a failure, if it was before another one. */
  public Optional<String> since(String signature, String night) {
    return Optional.ofNullable(bySignature.get(signature))
        .map(Known::first)
        .filter(first -> first.compareTo(night) < 0);
  }

  /** Adds the failures of a night that is over, and writes the file. */
  public void add(CampaignReport report, Path folder) throws IOException {
    for (FailureGroup group : report.groups()) {
      Known before = bySignature.get(group.signature());
      boolean isAdded = before != null && before.last().equals(report.night());
      bySignature.put(
          group.signature(),
          new Known(
              group.signature(),
              before == null ? report.night() : before.first(),
              report.night(),
              (before == null ? 0 : before.nights()) + (isAdded ? 0 : 1)));
    }
    RunFolder.writeAtomically(
        folder.resolve(FILE),
        JSON.writeValueAsString(new ArrayList<>(bySignature.values())) + "\n");
  }

  /** All, by signature. */
  public Map<String, Known> all() {
    return new LinkedHashMap<>(bySignature);
  }
}
