package dev.ordeal.targets.host;

import dev.ordeal.targets.Environments;
import java.io.IOException;

/** Faults of child processes. */
class ProcessFaultsTest extends FaultContract {
  @Override
  String environment() {
    return "process";
  }

  @Override
  Environments.Settings settings() {
    return Environments.Settings.NONE;
  }

  @Override
  String left(String runId) throws IOException {
    return Leftovers.processes(runId);
  }
}
