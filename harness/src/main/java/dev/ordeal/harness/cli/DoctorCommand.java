package dev.ordeal.harness.cli;

import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.results.run.LaunchedAs;
import dev.ordeal.results.run.ListedRun;
import dev.ordeal.results.run.OpenRuns;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ordeal doctor}. */
@Command(
    name = "doctor",
    description = "Checks whether this machine has what runs need, and says how to get it.")
final class DoctorCommand implements Callable<Integer> {
  private static final int JAVA_MIN = 21;

  @Spec private CommandSpec spec;

  private boolean well = true;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    int java = Runtime.version().feature();
    required(out, java >= JAVA_MIN, "Java " + java, "install a JDK from " + JAVA_MIN + " up");
    required(
        out,
        Files.isReadable(Path.of("/proc/self/environ")),
        "/proc tells processes' environments (healing after kill -9)",
        "run on Linux with /proc mounted");
    required(out, onPath("kill"), "kill (pausing nodes)", "install procps");
    required(out, canListen(), "listening on 127.0.0.1", "allow it");
    required(
        out,
        Files.isWritable(Path.of("").toAbsolutePath()),
        "this folder is writable (run folders)",
        "use --out");
    optional(
        out,
        onPath("toxiproxy-server"),
        "toxiproxy-server (--toxiproxy binary)",
        "the embedded proxy does as well; scripts/provision installs the real one");
    optional(
        out,
        "root".equals(System.getProperty("user.name")) && onPath("ip") && onPath("iptables"),
        "root, ip and iptables (--environment netns)",
        asRoot("install iproute2 and iptables"));
    optional(
        out,
        Files.isWritable(Path.of("/var/run/docker.sock")),
        "a Docker engine (--environment docker)",
        "start dockerd, or ask for the right to use it");
    optional(
        out,
        "root".equals(System.getProperty("user.name"))
            && Files.isWritable(Path.of("/dev/fuse"))
            && onPath("mount"),
        "root, /dev/fuse and mount (faults lose-unsynced-writes and disk-…)",
        asRoot("load the kernel's module fuse; install mount"));
    left(out);
    out.flush();
    return well ? ExitCodes.OK : ExitCodes.UNAVAILABLE;
  }

  /** Runs that died before everything was undone. */
  private static void left(PrintWriter out) {
    OpenRuns list = OpenRuns.ofUser();
    try {
      for (ListedRun run : list.all()) {
        boolean isGoing = !run.tryLock();
        run.close();
        out.println(
            isGoing
                ? "running  " + LeftRuns.shown(run)
                : "left     %d things of %s: %s heal --all"
                    .formatted(
                        run.openEntries().size(), LeftRuns.shown(run), LaunchedAs.command()));
      }
    } catch (IOException unreadable) {
      out.println("UNKNOWN  what earlier runs left: " + unreadable.getMessage());
    }
  }

  private void required(PrintWriter out, boolean there, String what, String remedy) {
    well &= there;
    out.println(there ? "ok       " + what : "MISSING  " + what + ": " + remedy);
  }

  private static void optional(PrintWriter out, boolean there, String what, String remedy) {
    out.println(there ? "ok       " + what : "absent   " + what + ": " + remedy);
  }

  /** What else is to be done by somebody who may not be root yet. */
  private static String asRoot(String remedy) {
    return "root".equals(System.getProperty("user.name")) ? remedy : "run as root; " + remedy;
  }

  private static boolean onPath(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(File.pathSeparator)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
        return true;
      }
    }
    return false;
  }

  private static boolean canListen() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException refused) {
      return false;
    }
  }
}
