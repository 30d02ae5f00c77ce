package dev.ordeal.harness.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.supervise.Supervisor.Supervised;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SupervisorTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final AtomicInteger cancelled = new AtomicInteger();

  private Supervisor supervisor(Duration limit) {
    return new Supervisor(cancelled::incrementAndGet, limit);
  }

  @Test
  void theFirstFailureCancelsOnceAndIsThrown() throws Exception {
    Supervisor supervisor = supervisor(LIMIT);
    Supervised first =
        supervisor.start(
            "nemesis",
            () -> {
              throw new StackOverflowError("too deep");
            });
    assertThat(first.join(LIMIT)).isTrue();
    Supervised second =
        supervisor.start(
            "probe",
            () -> {
              throw new IllegalStateException();
            });
    assertThat(second.join(LIMIT)).isTrue();
    supervisor.close();
    assertThat(cancelled).hasValue(1);
    assertThatThrownBy(supervisor::throwFailure)
        .isInstanceOf(DeadThreadException.class)
        .hasMessageContaining("thread nemesis ended by StackOverflowError: too deep");
  }

  @Test
  void anIoFailureKeepsItsType() throws Exception {
    Supervisor supervisor = supervisor(LIMIT);
    Supervised failing =
        supervisor.start(
            "scheduler",
            () -> {
              throw new IOException("No space left on device");
            });
    assertThat(failing.join(LIMIT)).isTrue();
    assertThatThrownBy(supervisor::throwFailure)
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
  }

  @Test
  void anInterruptIsNoFailure() {
    Supervisor supervisor = supervisor(LIMIT);
    supervisor.start("waiting", () -> new CountDownLatch(1).await());
    supervisor.close();
    assertThat(cancelled).hasValue(0);
    assertThatCode(supervisor::throwFailure).doesNotThrowAnyException();
  }

  @Test
  void aThreadThatDoesNotEndIsAFailure() {
    Supervisor supervisor = supervisor(Duration.ofMillis(100));
    AtomicBoolean over = new AtomicBoolean();
    supervisor.start(
        "spinning",
        () -> {
          while (!over.get()) {
            Thread.onSpinWait();
          }
        });
    supervisor.close();
    over.set(true);
    assertThatThrownBy(supervisor::throwFailure).hasMessageContaining("spinning");
  }
}
