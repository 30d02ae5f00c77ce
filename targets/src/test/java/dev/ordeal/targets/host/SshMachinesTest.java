package dev.ordeal.targets.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.targets.Program;
import dev.ordeal.targets.SshAddress;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.shell.Commands;
import dev.ordeal.targets.ssh.SshMachines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What is said when a machine cannot, or must not, be used. */
@Tag("extended")
@ResourceLock(SshRig.MARKS)
class SshMachinesTest {
  @TempDir private Path folder;
  private SshRig rig;
  private FaultJournal journal;

  @BeforeEach
  void start() throws Exception {
    String problem = SshRig.problem();
    assumeTrue(problem.isEmpty(), "ssh " + problem);
    rig = new SshRig(folder, 1);
    journal = FaultJournal.open(folder.resolve("faults.jsonl"));
  }

  @AfterEach
  void stop() throws IOException {
    if (rig != null) {
      rig.close();
      journal.close();
    }
  }

  private SshMachines open(String machine) throws IOException, TargetException {
    return SshMachines.open(
        List.of(SshAddress.parse(machine)), List.of("n1"), rig.config(), false, "test", journal);
  }

  @Test
  void aMachineThatIsNotMarkedIsNotTouched() {
    assertThatThrownBy(() -> open(rig.addresses().getFirst()))
        .isInstanceOf(TargetException.class)
        .hasMessageContaining("not marked as disposable")
        .hasMessageContaining("ordeal mark " + rig.addresses().getFirst());
  }

  @Test
  void aWrongHostKeyIsRefused() throws Exception {
    Path other = folder.resolve("other");
    Commands.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other.toString()));
    String address = rig.addresses().getFirst();
    Files.writeString(
        rig.knownHosts(), address + " " + Files.readString(folder.resolve("other.pub")));
    assertThatThrownBy(() -> open(address))
        .isInstanceOf(TargetException.class)
        .hasMessageContaining("host key is not the one");
    Files.writeString(rig.knownHosts(), "");
    assertThatThrownBy(() -> open(address))
        .isInstanceOf(TargetException.class)
        .hasMessageContaining("host key is not known");
  }

  @Test
  void aWrongKeyIsTold() throws Exception {
    Path other = folder.resolve("other");
    Commands.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other.toString()));
    Files.writeString(
        rig.config(),
        "Host *\n  User root\n  IdentityFile %s\n  UserKnownHostsFile %s\n"
            .formatted(other, rig.knownHosts()));
    assertThatThrownBy(() -> open(rig.addresses().getFirst()))
        .isInstanceOf(TargetException.class)
        .hasMessageContaining("authentication failed");
  }

  @Test
  void anUnreachableMachineIsTold() {
    assertThatThrownBy(() -> open(rig.addresses().getFirst() + ":23"))
        .isInstanceOf(TargetException.class)
        .hasMessageContaining("cannot connect");
  }

  @Test
  void jumpHostsThatLeadInACircleAreTold() throws Exception {
    String address = rig.addresses().getFirst();
    Files.writeString(
        rig.config(),
        "Host one\n  ProxyJump two\nHost two\n  ProxyJump one\n" + Files.readString(rig.config()));
    assertThatThrownBy(() -> open("one"))
        .isInstanceOf(TargetException.class)
        .hasMessageContaining("in a circle");
    Files.writeString(
        rig.config(), "Host " + address + "\n  ProxyJump a b\n" + Files.readString(rig.config()));
    assertThatThrownBy(() -> open(address))
        .isInstanceOf(TargetException.class)
        .hasMessageContaining("ProxyJump of " + address);
  }

  @Test
  void whatIsMissingThereIsTold() throws Exception {
    SshAddress address = SshAddress.parse(rig.addresses().getFirst());
    SshMachines.mark(address, rig.config());
    try (SshMachines machines = open(address.toString())) {
      assertThatThrownBy(
              () ->
                  machines
                      .hosts()
                      .getFirst()
                      .provide(
                          List.of(
                              new Program("sh", "dash"), new Program("no-such", "its-package"))))
          .isInstanceOf(TargetException.class)
          .hasMessageContaining(address + " lacks no-such (Debian: its-package)")
          .hasMessageContaining("--provision");
    }
  }

  @Test
  void aFileIsCopiedThereWholeAndUnpacked() throws Exception {
    SshAddress address = SshAddress.parse(rig.addresses().getFirst());
    SshMachines.mark(address, rig.config());
    byte[] bytes = new byte[3_000_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i ^ i >>> 8);
    }
    Path content = Files.createDirectories(folder.resolve("content/release"));
    Path file = Files.write(content.resolve("file"), bytes);
    Path archive = folder.resolve("archive.tar");
    Commands.run(
        List.of("tar", "-C", content.getParent().toString(), "-cf", archive.toString(), "release"));
    try (SshMachines machines = open(address.toString())) {
      Host host = machines.hosts().getFirst();
      host.copy(file, host.folder().resolve("a copy"));
      host.unpack(archive, host.folder().resolve("unpacked"));
      // The machine's files are this machine's.
      assertThat(host.folder().resolve("a copy")).hasBinaryContent(bytes);
      assertThat(host.folder().resolve("unpacked/file")).hasBinaryContent(bytes);
      assertThat(host.folder().toFile().list()).containsOnly("a copy", "unpacked");
      assertThat(host.require("echo well")).isEqualTo("well\n");
    }
  }

  @Test
  void aLostConnectionIsMadeAnew() throws Exception {
    SshAddress address = SshAddress.parse(rig.addresses().getFirst());
    SshMachines.mark(address, rig.config());
    try (SshMachines machines = open(address.toString())) {
      Host host = machines.hosts().getFirst();
      assertThat(host.require("echo $PPID")).isNotBlank();
      // Often: the next command may be asked for while the connection is just being given up.
      for (int i = 0; i < 5; i++) {
        // The command kills the connection that carries it: how it ended is unknown.
        assertThatThrownBy(() -> host.execute("kill -9 $(ps -o ppid= $PPID)"))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("whether it ran is unknown");
        assertThat(host.require("echo again")).isEqualTo("again\n");
      }
    }
  }
}
