package dev.ordeal.targets.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.undo.UndoScope;
import dev.ordeal.targets.undo.Undoing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A journal says what is to be undone, and cannot be made to say anything else. */
class HostUndoTest {
  @TempDir private Path folder;

  private Undoing undoing() {
    return new Undoing(
        new UndoScope("2026-x", List.of(folder.toString()), List.of(), "", "embedded"));
  }

  @Test
  void whatIsWrittenIsRead() {
    for (HostUndo undo :
        List.of(
            new HostUndo.Kill("2026-11-21T22-47-05.571Z-2", "n1"),
            new HostUndo.Resume("2026-11-21T22-47-05.571Z-2", "n1"),
            new HostUndo.RemoveRules("0badcafe"),
            new HostUndo.Deliver("0badcafe", "fault12"),
            new HostUndo.RemoveQueues("0badcafe"),
            new HostUndo.SetTime(new MachineClock("0bad-cafe", 1_700_000_000_000L), -12),
            new HostUndo.SetOffset("/var/it's here/clock-offset", "-12.500"),
            new HostUndo.RemoveGroup("ordeal-0123abcd-n1-fault7"),
            new HostUndo.RestoreDisk("/var/it's here/n1/data", "fault7"),
            new HostUndo.RemoveDisk("/var/it's here/n1/data"),
            new HostUndo.RemoveFolder("/var/tmp/ordeal/runs/2026-11-21T22-47-05.571Z-2/n1"))) {
      assertThat(HostUndo.of(undo.at(Map.of("namespace", "ordeal-0badcafe-n1")))).isEqualTo(undo);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc",
        "/var/tmp/ordeal/runs/../../../etc/x",
        "/var/tmp/ordeal/runs/a/..",
        "/var/tmp/ordeal/runs/a/n1; reboot",
        "/var/tmp/ordeal/runs/a/n1\n/etc"
      })
  void noOtherFolderIsRemoved(String path) {
    assertThatThrownBy(() -> HostUndo.of(Map.of("action", "remove-folder", "folder", path)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noOtherCommandIsRun() {
    for (Map<String, String> bad :
        List.of(
            Map.of("action", "deliver", "tag", "0badcafe", "fault", "x; reboot"),
            Map.of("action", "remove-rules", "tag", "0badcafe; reboot"),
            Map.of("action", "kill", "run", "$(reboot)", "node", "n1"),
            Map.of("action", "remove-queues", "tag", "$(reboot)"),
            Map.of("action", "set-time", "boot", "x;reboot", "started", "1", "offset", "0"),
            Map.of("action", "set-time", "boot", "0bad", "started", "1;reboot", "offset", "0"),
            Map.of("action", "set-time", "boot", "0bad", "started", "1", "offset", "reboot"),
            Map.of("action", "set-offset", "file", "/etc/passwd", "number", "0"),
            Map.of("action", "set-offset", "file", "/x/clock-offset", "number", "0; reboot"),
            Map.of("action", "remove-disk", "folder", "/"),
            Map.of("action", "restore-disk", "folder", "/etc"),
            Map.of("action", "restore-disk", "folder", "/x\ny/data"),
            Map.of("action", "execute", "command", "reboot"),
            Map.of("command", "reboot"))) {
      assertThatThrownBy(() -> HostUndo.of(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** A folder that is no disk of ours is left as it is. */
  @Test
  void nothingElseIsUnmounted() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("file"), "mine");
    LocalShell here = new LocalShell("n1");
    undoing().undo(here.undo(new HostUndo.RemoveDisk(data.toString())));
    undoing().undo(here.undo(new HostUndo.RestoreDisk(data.toString(), "fault1")));
    assertThat(data.resolve("file")).hasContent("mine");
    assertThat(data.resolve(".ordeal-disk")).doesNotExist();
  }

  @Test
  void noOtherFileIsWritten() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "mine");
    Undo undo = new Undo("write-file", Map.of("file", other.toString(), "text", "0\n"));
    assertThatThrownBy(() -> undoing().undo(undo)).isInstanceOf(IOException.class);
    assertThat(other).hasContent("mine");
  }
}
