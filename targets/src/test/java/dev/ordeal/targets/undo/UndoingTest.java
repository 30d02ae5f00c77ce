package dev.ordeal.targets.undo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.results.run.Undo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be reached is not gone, and nothing leads out of the run's folder. */
class UndoingTest {
  private static final String RUN = "2026-11-21T22-47-05.571Z-2";

  @TempDir private Path temporary;

  private Undoing undoing(String toxiproxy, String... machines) throws IOException {
    List<String> folders = List.of(temporary.toRealPath().toString());
    return new Undoing(new UndoScope(RUN, folders, List.of(machines), "", toxiproxy));
  }

  private static Undo proxy(int port) {
    String name = "ordeal-" + RUN + "-n1-n2-peer";
    return new Undo(
        "delete-proxy", Map.of("host", "127.0.0.1", "port", Integer.toString(port), "name", name));
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
  }

  private static int deafPort() throws IOException {
    try (ServerSocket socket = listening()) {
      return socket.getLocalPort();
    }
  }

  @Test
  void proxiesOfTheControlProcessAreGoneWithItAndItsPortIsLeftAlone() throws IOException {
    try (ServerSocket later = listening();
        Undoing undoing = undoing("embedded")) {
      later.setSoTimeout(300);
      assertThat(undoing.undo(proxy(later.getLocalPort()))).contains("ends with the control");
      assertThatThrownBy(later::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void aProxyServerThatRefusesIsGoneOnlyIfTheRunStartedIt() throws IOException {
    int port = deafPort();
    try (Undoing undoing = undoing("binary")) {
      assertThat(undoing.undo(proxy(port))).contains("is gone with its proxies");
    }
    try (Undoing undoing = undoing("http://127.0.0.1:" + port)) {
      assertThatThrownBy(() -> undoing.undo(proxy(port)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no Toxiproxy answers at 127.0.0.1:" + port);
    }
  }

  @Test
  void aMachineThatDoesNotAnswerIsGivenUpOnce() throws IOException {
    String machine = "nobody@127.0.0.1:" + deafPort();
    Undo undo =
        new Undo(
            "ssh-execute", Map.of("machine", machine, "action", "kill", "run", RUN, "node", "n1"));
    try (Undoing undoing = undoing("embedded", machine)) {
      undoing.prepare(List.of(undo, undo));
      long begin = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(() -> undoing.undo(undo)).hasMessageContaining("cannot connect");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void aClockFileThatLeadsElsewhereIsNotWritten() throws IOException {
    Path folder = temporary.toRealPath();
    Path mine = Files.writeString(folder.resolve("mine"), "mine");
    Path node = Files.createDirectories(folder.resolve("nodes/n1"));
    Files.createSymbolicLink(node.resolve("clock-offset"), mine);
    Files.createSymbolicLink(node.resolve(".clock-offset.healed"), mine);
    Files.createSymbolicLink(node.resolve("clock-offset-ms.new"), mine);
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("clock-offset"), "7\n");
    Files.createSymbolicLink(folder.resolve("nodes/n2"), elsewhere);
    try (Undoing undoing = undoing("embedded")) {
      for (String node12 : List.of("n1", "n2")) {
        String file = folder.resolve("nodes").resolve(node12).resolve("clock-offset").toString();
        assertThatThrownBy(
                () -> undoing.undo(new Undo("write-file", Map.of("file", file, "text", "0\n"))))
            .hasMessageContaining("leads out of the run folder");
      }
      undoing.undo(setOffset(folder.resolve("nodes/n2/clock-offset")));
      undoing.undo(setOffset(node.resolve("clock-offset-ms")));
    }
    assertThat(mine).hasContent("mine");
    assertThat(elsewhere.resolve("clock-offset")).hasContent("7");
    assertThat(node.resolve("clock-offset-ms")).hasContent("0");
  }

  private static Undo setOffset(Path file) {
    return new Undo(
        "local-execute", Map.of("action", "set-offset", "file", file.toString(), "number", "0"));
  }

  @Test
  void clockFilesInFoldersOfAnyNameAreRestored() throws IOException {
    Path node =
        Files.createDirectories(temporary.toRealPath().resolve("it's \"my\" $(runs)/nodes/n1"));
    Files.writeString(node.resolve("clock-offset"), "7\n");
    Path other = Files.writeString(node.resolve("clock-offset-ms"), "7\n");
    try (Undoing undoing = undoing("embedded")) {
      undoing.undo(setOffset(other));
      undoing.undo(
          new Undo(
              "write-file",
              Map.of("file", node.resolve("clock-offset").toString(), "text", "0\n")));
    }
    assertThat(node.resolve("clock-offset")).hasContent("0");
    assertThat(other).hasContent("0");
  }
}
