package dev.ordeal.targets.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.targets.EnvironmentSettings;
import dev.ordeal.targets.SshAddress;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Faults of machines behind SSH that have kernels of their own, where there can be some. Emulated
 * processors need those that there are for themselves.
 */
@Tag("extended")
@Isolated
@TestInstance(Lifecycle.PER_CLASS)
class VirtualFaultsTest extends KernelFaultContract {
  private VirtualRig rig;

  @BeforeAll
  void startMachines() throws IOException {
    String problem = VirtualRig.problem();
    assumeTrue(problem.isEmpty(), "virtual machines: " + problem);
    rig = new VirtualRig(3);
  }

  @AfterAll
  void stopMachines() throws Exception {
    if (rig != null) {
      try {
        stopCluster();
      } finally {
        rig.close();
      }
    }
  }

  @Override
  boolean keepsCluster() {
    return true;
  }

  @Override
  String environment() {
    return "ssh";
  }

  @Override
  EnvironmentSettings settings() {
    return new EnvironmentSettings(
        rig.addresses().stream().map(SshAddress::parse).toList(),
        rig.config(),
        false,
        EnvironmentSettings.NONE.image());
  }

  @Override
  String left(String runId) throws IOException {
    long before = System.currentTimeMillis();
    for (String millis : rig.onEach("date +%s%3N").strip().split("\n")) {
      assertThat(Long.parseLong(millis)).isBetween(before - 2_000, before + 30_000);
    }
    return rig.onEach(
        "{ grep -lz ORDEAL_RUN=%1$s /proc/[0-9]*/environ; ls -d /var/tmp/ordeal/runs/%1$s;"
                .formatted(runId)
            + " { iptables -t nat -S; iptables -t mangle -S; } | grep ordeal;"
            + " tc qdisc show | grep -e prio -e netem; ls -d /sys/fs/cgroup/ordeal*;"
            + " } 2>/dev/null; true");
  }
}
