package dev.ordeal.targets.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLogTest {
  @TempDir private Path there;
  @TempDir private Path here;

  @Test
  void isCopiedToTheLastByte() throws IOException {
    // Pieces end within characters.
    String lines = "ä€𝄞 a line\n".repeat(150_001);
    NodeLog log = NodeLog.follow(new LocalShell("n1"), there, here);
    Files.writeString(there.resolve(NodeLog.NAME), lines);
    log.close();
    assertThat(here.resolve(NodeLog.NAME)).hasContent(lines);
  }

  @Test
  void ifItIsNotTheSameAsThereThatIsSaid() throws IOException {
    Path file = Files.writeString(there.resolve(NodeLog.NAME), "as it was\n");
    NodeLog log = NodeLog.follow(new LocalShell("n1"), there, here);
    Path copy = here.resolve(NodeLog.NAME);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!Files.exists(copy) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    Files.writeString(file, "as it is now\n");
    log.close();
    assertThat(copy).hasContent("as it was\now\n\n[not the same as there]\n");
  }

  @Test
  void whatWasNeverWrittenIsNotThere() throws IOException {
    NodeLog.follow(new LocalShell("n1"), there, here).close();
    assertThat(here.resolve(NodeLog.NAME)).doesNotExist();
  }

  @Test
  void ofALongOneTheMiddleIsLeftOutAndThatIsSaid() throws IOException {
    NodeLog log = NodeLog.follow(new LocalShell("n1"), there, here);
    Path file = there.resolve(NodeLog.NAME);
    Files.writeString(file, "0123456789".repeat(5_000_000));
    Files.writeString(file, "\nthe end\n", StandardOpenOption.APPEND);
    log.close();
    String text = Files.readString(here.resolve(NodeLog.NAME));
    Matcher left = Pattern.compile("\n\\[(\\d+) bytes are not here]\n").matcher(text);
    assertThat(left.find()).isTrue();
    long missing = Long.parseLong(left.group(1));
    assertThat(text.length() - left.group().length() + missing).isEqualTo(Files.size(file));
    assertThat(text).endsWith("9\nthe end\n");
  }
}
