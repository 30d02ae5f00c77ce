package dev.ordeal.targets.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ForeignCallsTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final List<String> console = new ArrayList<>();
  private final Breaches breaches = new Breaches(console::add);
  private final ForeignCalls calls = new ForeignCalls("target mine", breaches);

  @Test
  void anExceptionThatIsDeclaredIsNoBreach() {
    assertThatThrownBy(
            () ->
                calls.call(
                    "launch",
                    LONG,
                    IOException.class,
                    () -> {
                      throw new IOException("no port");
                    }))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(ForeignCodeException.class)
        .hasMessage("no port");
    assertThat(breaches.lines()).isEmpty();
  }

  @Test
  void whatIsNotDeclaredIsABreachThatNamesTheMethod() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(
              () ->
                  calls.call(
                      "isLeader",
                      LONG,
                      () -> {
                        throw new NoClassDefFoundError("com/example/Driver");
                      }))
          .isInstanceOf(ForeignCodeException.class)
          .hasMessageContaining(
              "target mine: isLeader threw NoClassDefFoundError: com/example/Driver");
    }
    assertThat(console).hasSize(1);
    assertThat(breaches.lines()).singleElement().asString().endsWith(", 3 times");
  }

  @Test
  void aMistakeIsABreachThoughItsTypeIsDeclared() {
    assertThatThrownBy(
            () ->
                calls.call(
                    "isReady",
                    LONG,
                    RuntimeException.class,
                    () -> {
                      throw new NullPointerException();
                    }))
        .isInstanceOf(ForeignCodeException.class);
    assertThat(breaches.lines()).hasSize(1);
  }

  @Test
  void anExceptionWhoseMessageThrowsIsShownByItsClass() {
    assertThatThrownBy(
            () ->
                calls.call(
                    "isLeader",
                    LONG,
                    () -> {
                      throw new Hostile();
                    }))
        .isInstanceOf(ForeignCodeException.class)
        .hasMessageContaining("isLeader threw Hostile");
  }

  private static final class Hostile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException();
    }
  }

  @Test
  void nothingIsReturnedMeansNullAndIsABreach() {
    assertThatThrownBy(() -> calls.call("peerPorts", LONG, () -> null))
        .hasMessageContaining("peerPorts returned null");
  }

  @Test
  void callsThatDoNotReturnAreLeftAndBounded() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch eight = new CountDownLatch(8);
    AtomicInteger begun = new AtomicInteger();
    for (int i = 0; i < 12; i++) {
      assertThatThrownBy(
              () ->
                  calls.call(
                      "isLeader",
                      SHORT,
                      () -> {
                        begun.incrementAndGet();
                        eight.countDown();
                        while (!over.get()) {
                          Thread.onSpinWait();
                        }
                        return true;
                      }))
          .isInstanceOf(ForeignCodeException.class);
    }
    // A thread may begin later than its time limit where processors are scarce.
    assertThat(eight.await(10, TimeUnit.SECONDS)).isTrue();
    over.set(true);
    assertThat(begun).hasValue(8);
    assertThat(breaches.lines()).first().asString().contains("isLeader has not returned");
  }

  @Test
  void aCallThatBlocksIsInterrupted() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                calls.call(
                    "prepare",
                    SHORT,
                    IOException.class,
                    () -> {
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException asked) {
                        interrupted.countDown();
                      }
                      return true;
                    }))
        .hasMessageContaining("prepare has not returned");
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
