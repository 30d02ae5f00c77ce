package dev.ordeal.results.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Distinguishes runs that this user recorded from folders of others: {@code run.json} bears a
 * message authentication code over what it says of how to run it again, by a key that lies beside
 * the list of open runs. A folder may be moved and copied; what it would start may not be changed.
 */
public final class RunSeal {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final Path key;

  /**
   * @param key the file of the key; made when a run is sealed for the first time
   */
  public RunSeal(Path key) {
    this.key = key;
  }

  /** The seal of the user who runs this process. */
  public static RunSeal ofUser() {
    return new RunSeal(OpenRuns.ofUser().path().resolveSibling("run-key"));
  }

  /**
   * The seal of a run.
   *
   * @param id the run's
   * @param directory where its command was given
   * @param reproduce the command that runs it again
   * @return empty if the key can neither be read nor made
   */
  public String of(String id, String directory, String reproduce) {
    try {
      if (!Files.exists(key)) {
        make();
      }
      return code(id, directory, reproduce);
    } catch (IOException | UnsupportedOperationException keyless) {
      // Its replays ask for --trust where that matters.
      return "";
    }
  }

  /** Whether this user sealed what a run says; false, too, if the key cannot be read. */
  public boolean isOwn(RunInfo run) {
    if (run.seal().isEmpty() || !Files.exists(key)) {
      return false;
    }
    try {
      return MessageDigest.isEqual(
          code(run.id(), run.directory(), run.reproduce()).getBytes(StandardCharsets.UTF_8),
          run.seal().getBytes(StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      return false;
    }
  }

  /**
   * Writes the key beside its place and links it into it, so that the first of two writers wins.
   */
  private void make() throws IOException {
    Path folder = OpenRuns.createPrivate(key.toAbsolutePath().getParent());
    // Only the user may read a temporary file.
    Path fresh = Files.createTempFile(folder, ".run-key", "");
    try {
      byte[] bytes = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(bytes);
      Files.write(fresh, bytes);
      Files.createLink(key, fresh);
    } catch (FileAlreadyExistsException byAnotherRun) {
      // Its key is as good.
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private String code(String... parts) throws IOException {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(Files.readAllBytes(key), ALGORITHM));
      for (String part : parts) {
        byte[] bytes = String.valueOf(part).getBytes(StandardCharsets.UTF_8);
        mac.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        mac.update(bytes);
      }
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException | IllegalArgumentException unusable) {
      throw new IOException("the key %s is unusable: delete it".formatted(key), unusable);
    }
  }
}
