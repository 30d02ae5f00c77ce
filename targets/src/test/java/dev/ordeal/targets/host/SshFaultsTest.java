package dev.ordeal.targets.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.targets.EnvironmentSettings;
import dev.ordeal.targets.SshAddress;
import dev.ordeal.targets.ssh.SshMachines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Faults of machines behind SSH. */
@Tag("extended")
@ResourceLock(SshRig.MARKS)
class SshFaultsTest extends FaultContract {
  @TempDir private static Path folder;
  private static SshRig rig;

  @BeforeAll
  static void startMachines() throws Exception {
    String problem = SshRig.problem();
    assumeTrue(problem.isEmpty(), "ssh " + problem);
    rig = new SshRig(folder, 3);
    for (String address : rig.addresses()) {
      SshMachines.mark(SshAddress.parse(address), rig.config());
    }
  }

  @AfterAll
  static void stopMachines() throws IOException {
    if (rig != null) {
      rig.close();
    }
  }

  @Override
  String environment() {
    return "ssh";
  }

  @Override
  EnvironmentSettings settings() throws IOException {
    // A rule of somebody else's, which has to stay.
    rig.hosts()
        .getFirst()
        .require(
            "iptables -w -C INPUT -s 10.99.0.1 -j DROP 2>/dev/null || iptables -w -A INPUT -s"
                + " 10.99.0.1 -j DROP");
    return new EnvironmentSettings(
        rig.addresses().stream().map(SshAddress::parse).toList(),
        rig.config(),
        false,
        EnvironmentSettings.NONE.image());
  }

  @Override
  String left(String runId) throws IOException {
    assertThat(rig.hosts().getFirst().require("iptables -w -S INPUT"))
        .contains("-A INPUT -s 10.99.0.1/32 -j DROP");
    Path onMachines = Path.of("/var/tmp/ordeal/runs", runId);
    return Leftovers.processes(runId) + rig.rules() + (Files.exists(onMachines) ? onMachines : "");
  }
}
