package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The jobs of {@code examples/ci}, as far as they can be tried without their servers. */
class CiExamplesTest {
  private static final Path CI = Path.of("../examples/ci").toAbsolutePath().normalize();

  @TempDir Path folder;

  /**
   * Only what no run of the campaign decided fails its part; the merged report decides the rest.
   */
  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "2, 0", "69, 0", "70, 0", "64, 64", "130, 130"})
  void aShardEndsWellWhereRunsWereMade(int code, int expected)
      throws IOException, InterruptedException {
    Path ordeal = folder.resolve("ordeal");
    Files.writeString(ordeal, "#!/bin/sh\necho \"$@\"\nexit " + code + "\n");
    assumeTrue(ordeal.toFile().setExecutable(true), "files cannot be made executable");
    ProcessBuilder shard = new ProcessBuilder("sh", CI.resolve("shard.sh").toString(), "3/4");
    shard.environment().put("ORDEAL", ordeal.toString());
    Process process = shard.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(expected);
    assertThat(said).isEqualTo("campaign examples/ci/nightly.yml --shard 3/4 --out shard-3\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"github-actions-campaign.yml", "gitlab-ci.yml", "buildkite.yml", "Jenkinsfile"})
  void eachJobRunsShardsAndMergesThem(String name) throws IOException {
    String job = Files.readString(CI.resolve(name));
    List<String> said =
        name.endsWith(".yml")
            ? texts(new YAMLMapper().readTree(job)).toList()
            : job.lines().map(String::strip).toList();
    assertThat(said).anyMatch(text -> text.contains("examples/ci/shard.sh "));
    assertThat(said).anyMatch(text -> text.contains("./ordeal campaign merge shard-*/nightly"));
  }

  private static Stream<String> texts(JsonNode node) {
    return node.isString()
        ? Stream.of(node.asString())
        : node.valueStream().flatMap(CiExamplesTest::texts);
  }
}
