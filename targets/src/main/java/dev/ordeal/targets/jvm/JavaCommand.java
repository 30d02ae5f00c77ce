package dev.ordeal.targets.jvm;

import dev.ordeal.targets.Machine;
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
    command.add(machine.classPath());
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }
}
