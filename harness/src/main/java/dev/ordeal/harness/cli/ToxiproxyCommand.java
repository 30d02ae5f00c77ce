package dev.ordeal.harness.cli;

import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.option.ListenAddress;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.harness.terminal.Interrupts;
import dev.ordeal.targets.toxiproxy.EmbeddedToxiproxy;
import dev.ordeal.targets.toxiproxy.EmbeddedToxiproxy.Metrics;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ordeal toxiproxy}: the embedded server alone, for clients and tests that expect {@code
 * toxiproxy-server}. Its options are accepted with one dash, too.
 */
@Command(
    name = "toxiproxy",
    description = "Runs the embedded Toxiproxy server alone until it is interrupted.",
    sortOptions = false)
final class ToxiproxyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"--host", "-host"},
      defaultValue = "localhost",
      description = "the address of the HTTP API (default: ${DEFAULT-VALUE})")
  private String host;

  @Option(
      names = {"--port", "-port"},
      defaultValue = "8474",
      description = "the port of the HTTP API; 0 for a free one (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = {"--config", "-config"},
      paramLabel = "FILE",
      description = "a JSON array of proxies to create at the start")
  private Path config;

  @Option(
      names = {"--seed", "-seed"},
      description = "the seed of jitter, slices and toxicity (default: random)")
  private Long seed;

  @Option(
      names = {"--proxy-metrics", "-proxy-metrics"},
      description = "serve the bytes of each proxy at /metrics")
  private boolean proxyMetrics;

  @Option(
      names = {"--runtime-metrics", "-runtime-metrics"},
      description = "serve processor time, memory and open files of this process at /metrics")
  private boolean runtimeMetrics;

  @Override
  public Integer call() throws IOException, InterruptedException {
    InetSocketAddress address = ListenAddress.of(host, port);
    Set<Metrics> metrics = EnumSet.noneOf(Metrics.class);
    if (proxyMetrics) {
      metrics.add(Metrics.PROXY);
    }
    if (runtimeMetrics) {
      metrics.add(Metrics.RUNTIME);
    }
    CountDownLatch interrupted = new CountDownLatch(1);
    Interrupts.handle(signal -> interrupted.countDown());
    PrintWriter out = spec.commandLine().getOut();
    try (EmbeddedToxiproxy server = start(address, metrics)) {
      if (config != null) {
        out.printf("%d proxies from %s%n", populate(server), config);
      }
      out.printf(
          "Toxiproxy's API listens at http://%s%n",
          ListenAddress.inUrl(server.host(), server.port()));
      out.flush();
      interrupted.await();
    }
    return ExitCodes.OK;
  }

  private EmbeddedToxiproxy start(InetSocketAddress address, Set<Metrics> metrics)
      throws IOException {
    try {
      return new EmbeddedToxiproxy(address, seed == null ? System.nanoTime() : seed, metrics);
    } catch (BindException taken) {
      throw ListenAddress.taken(address, taken);
    }
  }

  private int populate(EmbeddedToxiproxy server) throws IOException {
    byte[] configuration = Files.readAllBytes(config);
    try {
      return server.populate(configuration);
    } catch (IOException wrong) {
      throw new UsageException("--config " + config + ": " + wrong.getMessage());
    }
  }
}
