package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@code ordeal run brittle --plan} prints the plan and the digest that it printed before faults
 * were classes; {@code plan-digests.txt} has seed, faults, hash of the planned faults, and digest.
 * The digest holds the names of faults, so it is not compared where one was renamed.
 */
class PlanDigestTest {
  private static String planned(String seed, String faults) {
    List<String> words = new ArrayList<>(List.of("run", "brittle", "--plan", "--seed", seed));
    if (!faults.equals("default")) {
      words.addAll(List.of("--faults", faults));
    }
    Ordeal ordeal = new Ordeal();
    assertThat(ordeal.run(words.toArray(String[]::new))).isZero();
    return ordeal.out();
  }

  private static String shortHash(String text) throws NoSuchAlgorithmException {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash).substring(0, 16);
  }

  @Test
  void aSeedGivesTheSamePlanAsBefore() throws IOException, NoSuchAlgorithmException {
    List<String> recorded;
    try (InputStream in = PlanDigestTest.class.getResourceAsStream("plan-digests.txt")) {
      recorded = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    List<String> now = new ArrayList<>();
    for (String line : recorded) {
      String[] words = line.split(" ");
      String text = planned(words[0], words[1]);
      int end = text.indexOf('\n') + 1;
      String digest = text.substring(text.indexOf("digest ") + 7, end - 1);
      boolean isRenamed = words[3].equals("renamed");
      now.add(
          "%s %s %s %s"
              .formatted(
                  words[0],
                  words[1],
                  shortHash(text.substring(end)),
                  isRenamed ? "renamed" : digest));
    }
    assertThat(recorded).hasSize(40);
    assertThat(now).isEqualTo(recorded);
  }
}
