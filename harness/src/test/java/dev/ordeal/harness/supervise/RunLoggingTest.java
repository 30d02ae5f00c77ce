package dev.ordeal.harness.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Log lines go to the run's log file, whichever thread logs first. */
class RunLoggingTest {
  private static final int SECONDS_MAX = 60;

  @TempDir private Path folder;

  /** A program in which another thread begins to log at the same time. */
  static final class Racing {
    private Racing() {}

    public static void main(String[] files) throws InterruptedException {
      Thread library = new Thread(() -> LoggerFactory.getLogger("library"));
      library.start();
      // SLF4J looks for its provider; somewhere in there.
      while (isUntouched(library)) {
        Thread.onSpinWait();
      }
      RunLogging.toFile(Path.of(files[0]));
      LoggerFactory.getLogger("run").info("it is logged");
      library.join();
    }

    /** Whether a thread that is alive has not come into SLF4J yet. */
    private static boolean isUntouched(Thread thread) {
      return thread.isAlive()
          && List.of(thread.getStackTrace()).stream()
              .noneMatch(frame -> frame.getMethodName().equals("performInitialization"));
    }
  }

  @Test
  void aLibraryThatBeginsToLogMeanwhileIsWaitedFor() throws IOException, InterruptedException {
    Path log = folder.resolve("run.log");
    Path console = folder.resolve("console.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Racing.class.getName(),
                log.toString())
            .redirectErrorStream(true)
            .redirectOutput(console.toFile())
            .start();
    assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(console)).isZero();
    assertThat(log).content().contains("it is logged");
  }
}
