package dev.ordeal.targets.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.targets.Database;
import dev.ordeal.targets.Targets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramArchiveTest {
  @TempDir private Path folder;

  @Test
  void withoutTheOptionThereIsNone() {
    assertThat(ProgramArchive.named(Map.of(), List.of("program"))).isEmpty();
  }

  /** Of every database that has the option: neither what is not there nor a folder. */
  @ParameterizedTest
  @ValueSource(strings = {"etcd", "rqlite", "redis"})
  void whatIsNoFileIsRefused(String database) {
    for (Path wrong : List.of(folder, folder.resolve("none.tar.gz"))) {
      assertThatThrownBy(() -> create(database, wrong))
          .hasMessageContaining("archive=" + wrong + ": cannot be read");
    }
  }

  private static Database create(String database, Path archive) {
    return Targets.byName(database, Map.of("archive", archive.toString())).orElseThrow();
  }
}
