package dev.ordeal.harness.cli.serve;

import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.option.ListenAddress;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.harness.terminal.Interrupts;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ordeal serve}. */
@Command(
    name = "serve",
    description =
        "Serves saved runs and campaigns to a browser until it is interrupted: to search, sort,"
            + " compare and open. It changes nothing.",
    sortOptions = false)
public final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "DIR",
      description = "folders of runs or campaigns (default: runs and campaigns)")
  private List<Path> folders = List.of();

  @Option(
      names = "--host",
      defaultValue = "localhost",
      description =
          "the address to listen at (default: ${DEFAULT-VALUE}); at others than this machine's own"
              + " a token is asked for")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "8475",
      description = "the port; 0 for a free one (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--token",
      description = "the token to ask for (default at other addresses: a random one)")
  private String token;

  @Override
  public Integer call() throws IOException, InterruptedException {
    InetSocketAddress address = ListenAddress.of(host, port);
    if (token != null && !Access.isPossible(token)) {
      throw new UsageException("A token has 16 to 200 letters, digits, - or _");
    }
    CountDownLatch interrupted = new CountDownLatch(1);
    Interrupts.handle(signal -> interrupted.countDown());
    List<Path> roots = roots();
    // Who does not come to an end with a request, or with reading the answer, is left.
    System.setProperty("sun.net.httpserver.maxReqTime", "30");
    System.setProperty("sun.net.httpserver.maxRspTime", "600");
    PrintWriter out = spec.commandLine().getOut();
    try (RunServer server = start(address, roots)) {
      out.println(
          "Serving %s at %s"
              .formatted(
                  String.join(", ", roots.stream().map(Path::toString).toList()), server.url()));
      out.flush();
      interrupted.await();
    }
    return ExitCodes.OK;
  }

  private List<Path> roots() {
    if (folders.isEmpty()) {
      List<Path> usual =
          Stream.of("runs", "campaigns").map(Path::of).filter(Files::isDirectory).toList();
      if (usual.isEmpty()) {
        throw new UsageException("no folder runs or campaigns here: name one, or begin with a run");
      }
      return usual;
    }
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new UsageException("%s is no folder: name one with runs".formatted(folder));
      }
    }
    return folders;
  }

  private RunServer start(InetSocketAddress address, List<Path> roots) throws IOException {
    boolean isLocal = address.getAddress().isLoopbackAddress();
    Optional<String> asked =
        token != null
            ? Optional.of(token)
            : isLocal ? Optional.empty() : Optional.of(Access.randomToken());
    try {
      return new RunServer(address, roots, new Access(asked, isLocal));
    } catch (BindException taken) {
      throw ListenAddress.taken(address, taken);
    }
  }
}
