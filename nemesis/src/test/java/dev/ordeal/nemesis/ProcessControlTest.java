package dev.ordeal.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.ability.Processes;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ProcessControlTest {
  private static final List<String> NODE = List.of("n1");

  private final RunState run =
      new RunState(cluster(), (type, name, value, error) -> {}, () -> false);
  private volatile boolean runs = true;
  private volatile boolean isKilled;
  private Thread killing;
  private final FutureTask<Void> kill =
      new FutureTask<>(
          () -> {
            new ProcessControl(run, 2).kill(NODE);
            return null;
          });

  private Cluster cluster() {
    return (Cluster)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {Cluster.class, Processes.class},
            (proxied, method, arguments) ->
                switch (method.getName()) {
                  case "ability" -> proxied;
                  case "processes" -> List.of();
                  case "start" -> {
                    start();
                    yield null;
                  }
                  case "kill" -> {
                    runs = false;
                    isKilled = true;
                    yield null;
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  /** Another fault kills the node while it is being started. */
  private void start() {
    if (killing == null) {
      killing = Thread.ofPlatform().start(kill);
      // The look at the node, then the wait for its turn: each on a thread of its own.
      long end = System.nanoTime() + 300_000_000;
      while (!isKilled && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }
    runs = true;
  }

  @Test
  void aNodeThatAnotherFaultKillsMeanwhileIsNotStartedAgain() throws Exception {
    new ProcessControl(run, 1).keepRunning(NODE);
    kill.get();
    assertThat(isKilled).isTrue();
    assertThat(runs).isFalse();
  }
}
