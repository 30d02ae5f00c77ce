package dev.ordeal.targets.host;

import dev.ordeal.targets.EnvironmentSettings;
import java.io.IOException;

/** Faults of child processes. */
class ProcessFaultsTest extends FaultContract {
  @Override
  String environment() {
    return "process";
  }

  @Override
  EnvironmentSettings settings() {
    return EnvironmentSettings.NONE;
  }

  @Override
  String left(String runId) throws IOException {
    return Leftovers.processes(runId);
  }
}
