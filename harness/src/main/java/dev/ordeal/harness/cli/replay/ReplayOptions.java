package dev.ordeal.harness.cli.replay;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What all commands that replay a saved run are given. */
public final class ReplayOptions {
  @Parameters(paramLabel = "RUN", description = "the run's folder; runs/latest is the newest")
  private Path run;

  @Option(
      names = "--trust",
      description =
          "use the files, programs, machines and settings of targets that the folder names,"
              + " although this user did not record it on this machine")
  private boolean trust;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "another target, or where the recorded one's file is now")
  private String target = "";

  @Option(
      names = "--out",
      defaultValue = "runs",
      description = "folder of run folders (default: ${DEFAULT-VALUE})")
  private Path out;

  @Option(names = "--json", description = "print one JSON document and nothing else")
  private boolean json;

  /** The saved run's folder. */
  public Path run() {
    return run;
  }

  /** Whether what the folder names is used although another recorded it. */
  public boolean trust() {
    return trust;
  }

  /** Another target; empty for the recorded one. */
  public String target() {
    return target;
  }

  /** The folder of run folders. */
  public Path out() {
    return out;
  }

  /** Whether one JSON document is printed and nothing else. */
  public boolean json() {
    return json;
  }
}
