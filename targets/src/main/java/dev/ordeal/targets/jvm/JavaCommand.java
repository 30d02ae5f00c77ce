package dev.ordeal.targets.jvm;

import dev.ordeal.targets.Machine;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;

/** Commands that run a class of this program in a JVM of its own. */
public final class JavaCommand {
  /** Nodes are many and short-lived: quick to start and small matters more than fast. */
  private static final List<String> FRUGAL =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xshare:auto");

  private JavaCommand() {}

  public static List<String> of(
      Machine machine, Class<?> main, List<String> jvmOptions, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(machine.java());
    command.addAll(FRUGAL);
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(classPath(machine, main));
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }

  /** The class's own place comes first, so that no other library is opened to look for it. */
  private static String classPath(Machine machine, Class<?> main) {
    List<String> entries = new ArrayList<>(List.of(machine.classPath().split(File.pathSeparator)));
    String own = place(main);
    if (entries.remove(own)) {
      entries.addFirst(own);
    }
    return String.join(File.pathSeparator, entries);
  }

  /** The jar or folder that a class was loaded from; empty if it is none. */
  private static String place(Class<?> loaded) {
    CodeSource source = loaded.getProtectionDomain().getCodeSource();
    if (source == null || !source.getLocation().getProtocol().equals("file")) {
      return "";
    }
    return Path.of(URI.create(source.getLocation().toString())).toString();
  }
}
