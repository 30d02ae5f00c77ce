package dev.ordeal.targets.ssh;

import dev.ordeal.targets.FakeTime;
import dev.ordeal.targets.Program;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.shell.CommandResult;
import dev.ordeal.targets.shell.Commands;
import dev.ordeal.targets.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings to machines what is missing there: packages by Debian's {@code apt-get}, and a Java. It
 * stays there: the machines are disposable, and the next run finds it. Thread-safe.
 */
final class Provisioning implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Provisioning.class);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** An exit status that {@code apt-get} itself does not have. */
  private static final int NO_APT = 3;

  /** What some faults need; a machine without it can have the others. */
  private static final List<Program> EXTRAS = List.of(new Program("tc", "iproute2"));

  /**
   * Services that packages bring are not started: nodes are started by runs. That is said by a file
   * that Debian's tools ask, which is ours only for as long as it is needed, unless it is there.
   */
  private static final String INSTALL =
      """
      command -v apt-get >/dev/null || exit %d
      policy=/usr/sbin/policy-rc.d
      if [ ! -e $policy ] || grep -q '^# of Ordeal' $policy; then
        printf '#!/bin/sh\\n# of Ordeal\\nexit 101\\n' >$policy
        chmod 755 $policy
        trap "rm -f $policy" EXIT
      fi
      export DEBIAN_FRONTEND=noninteractive
      apt-get update -qq -o DPkg::Lock::Timeout=120
      apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=120 %s
      """;

  /** This machine's Java as an archive, made when the first machine needs it. */
  private Path packedJava;

  /** Installs what some faults need, if it is available. */
  void installExtras(SshHost host) throws IOException {
    List<String> packages = new ArrayList<>();
    host.missing(EXTRAS).forEach(program -> packages.add(program.debianPackage()));
    if (!host.execute(FakeTime.FIND).isGood()) {
      packages.add("libfaketime");
    }
    try {
      if (!packages.isEmpty()) {
        installPackages(host, packages);
      }
    } catch (TargetException impossible) {
      LOG.warn("Faults that need them will not be there: {}", impossible.getMessage());
    }
  }

  /** Installs programs. */
  void install(SshHost host, List<Program> programs) throws IOException, TargetException {
    List<String> packages =
        programs.stream()
            .filter(Program::hasPackage)
            .map(Program::debianPackage)
            .distinct()
            .toList();
    if (!packages.isEmpty()) {
      installPackages(host, packages);
    }
    for (Program still : host.missing(programs)) {
      throw new TargetException(
          still.hasPackage()
              ? "%s lacks %s even with the package %s"
                  .formatted(host.connection().address(), still.command(), still.debianPackage())
              : "%s lacks %s, which no package of Debian has: %s"
                  .formatted(host.connection().address(), still.command(), still.remedy()));
    }
  }

  private static void installPackages(SshHost host, List<String> packages)
      throws IOException, TargetException {
    CommandResult answer = host.execute(INSTALL.formatted(NO_APT, Shell.line(packages)), PATIENCE);
    String names = String.join(" ", packages);
    if (answer.status() == NO_APT) {
      throw new TargetException(
          "%s has no apt-get: install %s there by other means"
              .formatted(host.connection().address(), names));
    }
    if (!answer.isGood()) {
      throw new TargetException(
          "%s: apt-get could not install %s: %s"
              .formatted(host.connection().address(), names, lastLine(answer)));
    }
    LOG.info("Installed on {}: {}", host.connection().address(), names);
  }

  private static String lastLine(CommandResult answer) {
    return answer.output().strip().lines().reduce((a, b) -> b).orElse("it does not say why");
  }

  /** Copies this machine's Java there; the program {@code java} of it. */
  String bringJava(SshHost host) throws IOException, TargetException {
    String here = Commands.run(List.of("uname", "-m")).output().strip();
    String there = host.require("uname -m").strip();
    if (!here.equals(there)) {
      throw new TargetException(
          "%s has no Java, and this machine's is for %s, not for %s: install a JDK there"
              .formatted(host.connection().address(), here, there));
    }
    String version = System.getProperty("java.runtime.version").replaceAll("[^A-Za-z0-9.]", "-");
    Path folder = SshHost.LIBRARY.resolve("java-" + version);
    Path java = folder.resolve("bin/java");
    if (!host.has(java)) {
      host.unpack(packed(), folder);
      LOG.info("Brought a copy of this Java to {}: {}", host.connection().address(), folder);
    }
    CommandResult answer = host.execute(Shell.quoted(java.toString()) + " -version");
    if (!answer.isGood()) {
      throw new TargetException(
          "%s has no Java, and this machine's does not run there (%s): install a JDK there"
              .formatted(host.connection().address(), lastLine(answer)));
    }
    return java.toString();
  }

  private synchronized Path packed() throws IOException {
    if (packedJava == null) {
      Path archive = Files.createTempFile("ordeal-java", ".tar.gz");
      List<String> command = new ArrayList<>(List.of("tar", "-C", System.getProperty("java.home")));
      for (String unneeded : List.of("./jmods", "./legal", "./man", "./lib/src.zip", "./demo")) {
        command.add("--exclude=" + unneeded);
      }
      command.addAll(List.of("-czhf", archive.toString(), "."));
      CommandResult answer = Commands.run(command, PATIENCE);
      packedJava = archive;
      if (!answer.isGood()) {
        throw new IOException("cannot pack this machine's Java: " + lastLine(answer));
      }
    }
    return packedJava;
  }

  /** What was installed stays. */
  @Override
  public synchronized void close() throws IOException {
    if (packedJava != null) {
      Files.delete(packedJava);
      packedJava = null;
    }
  }
}
