package dev.ordeal.targets.undo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.RunMark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Journals that somebody else wrote. */
class UndoScopeTest {
  private static final String RUN = "2026-11-21T22-47-05.571Z-2";
  private static final String TAG = RunMark.tag(RUN);

  private static final String THERE = "/var/tmp/ordeal/runs/";
  private static final Map<String, String> SET_TIME =
      Map.of("action", "set-time", "boot", "0bad-cafe", "started", "1700", "offset", "0");

  private static Undo proxy(String name, String host, String port) {
    return new Undo("delete-proxy", Map.of("host", host, "port", port, "name", name));
  }

  private static Undo ssh(String machine, Map<String, String> arguments) {
    Map<String, String> all = new HashMap<>(arguments);
    all.put("machine", machine);
    return new Undo("ssh-execute", all);
  }

  private static Undo inside(String kind, Map<String, String> arguments) {
    Map<String, String> all = new HashMap<>(arguments);
    all.put("namespace", "ordeal-" + TAG + "-n1");
    return new Undo(kind, all);
  }

  private final UndoScope scope =
      new UndoScope(
          RUN, List.of("/r..s/" + RUN), List.of("root@m1", "m2:2222"), "/home/me/cfg", "embedded");

  @Test
  void whatBearsTheNameOfTheRunIsUndone() {
    for (Undo undo :
        List.of(
            Undo.NOTHING,
            new Undo("kill-marked", Map.of("variable", "ORDEAL_RUN", "value", RUN + "/n1")),
            new Undo("delete-network", Map.of("tag", TAG)),
            new Undo("docker-remove", Map.of("run", RUN)),
            proxy("ordeal-" + RUN + "-n1-n2-peer", "127.0.0.1", "4711"),
            ssh("root@m1", Map.of("action", "kill", "run", RUN, "node", "n1")),
            ssh("m2:2222", Map.of("action", "remove-folder", "folder", THERE + RUN + "/n1")),
            ssh("m2:2222", SET_TIME),
            new Undo(
                "netns-execute",
                Map.of("namespace", "ordeal-" + TAG + "-n1", "action", "remove-rules", "tag", TAG)),
            new Undo(
                "local-execute",
                Map.of("action", "remove-group", "group", "ordeal-" + TAG + "-n1-fault7")),
            new Undo(
                "local-execute",
                Map.of("action", "remove-disk", "folder", "/r..s/" + RUN + "/nodes/n1/data")))) {
      assertThatCode(() -> scope.require(undo)).as(undo.toString()).doesNotThrowAnyException();
    }
  }

  @Test
  void whatBearsAnotherNameIsRefused() {
    for (Undo undo :
        List.of(
            new Undo("kill-marked", Map.of("variable", "PATH", "value", RUN + "/n1")),
            new Undo("kill-marked", Map.of("variable", "ORDEAL_RUN", "value", "other/n1")),
            new Undo("kill-marked", Map.of("variable", "ORDEAL_RUN", "value", RUN + "0/n1")),
            new Undo("continue-marked", Map.of("variable", "HOME", "value", "/root")),
            new Undo("delete-network", Map.of("tag", "0badcafe")),
            new Undo("docker-remove", Map.of("run", "other")),
            proxy("ordeal-other-n1-n2-peer", "127.0.0.1", "4711"),
            proxy("ordeal-" + RUN + "-n1-n2-peer", "db.example", "4711"),
            ssh("root@m2", Map.of("action", "kill", "run", RUN, "node", "n1")),
            ssh("m1", Map.of("action", "kill", "run", RUN, "node", "n1")),
            ssh("root@m1:23", Map.of("action", "kill", "run", RUN, "node", "n1")),
            ssh("root@m1", Map.of("action", "kill", "run", RUN, "node", "n", "config", "/etc/x")),
            ssh("root@m1", Map.of("action", "remove-folder", "folder", THERE + "other/n1")),
            ssh("root@m1", Map.of("action", "remove-disk", "folder", "/srv/data")),
            // This machine's clock, and folders that only other machines have.
            new Undo("local-execute", SET_TIME),
            inside("netns-execute", SET_TIME),
            inside("docker-execute", SET_TIME),
            new Undo("local-execute", Map.of("action", "remove-rules", "tag", TAG)),
            new Undo(
                "local-execute", Map.of("action", "remove-folder", "folder", THERE + RUN + "/n1")),
            new Undo(
                "local-execute",
                Map.of("action", "set-offset", "file", "/home/me/clock-offset", "number", "0")),
            new Undo("local-execute", Map.of("action", "remove-disk", "folder", "/srv/data")),
            new Undo(
                "netns-execute",
                Map.of("namespace", "ordeal-0badcafe-n1", "action", "remove-rules", "tag", TAG)),
            new Undo(
                "netns-execute",
                Map.of(
                    "namespace",
                    "ordeal-" + TAG + "-n1",
                    "action",
                    "kill",
                    "run",
                    "other",
                    "node",
                    "n1")),
            new Undo(
                "local-execute",
                Map.of("action", "remove-group", "group", "ordeal-0badcafe-n1-fault7")),
            new Undo(
                "local-execute",
                Map.of("action", "remove-disk", "folder", "/r..s/" + RUN + "/../x/data")),
            new Undo(
                "write-file",
                Map.of("file", "/r..s/" + RUN + "/../clock-offset", "text", "0\n")))) {
      assertThatThrownBy(() -> scope.require(undo))
          .as(undo.toString())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(RUN);
    }
  }

  @Test
  void onlyTheNamedProxyServerIsConnectedTo() {
    UndoScope external =
        new UndoScope(RUN, List.of(), List.of(), "", "http://proxies.example:8474");
    String name = "ordeal-" + RUN + "-n1-n2-peer";
    assertThatCode(() -> external.require(proxy(name, "proxies.example", "8474")))
        .doesNotThrowAnyException();
    for (Undo other :
        List.of(
            proxy(name, "proxies.example", "8475"),
            proxy(name, "other.example", "8474"),
            proxy(name, "127.0.0.1", "8474"))) {
      assertThatThrownBy(() -> external.require(other))
          .hasMessageContaining("refused")
          .hasMessageContaining("--toxiproxy");
    }
  }

  /** A journal that leaves out what it would be judged by has no effect either. */
  @Test
  void whatNamesNothingIsRefused() {
    for (Undo undo :
        List.of(
            new Undo("kill-marked", Map.of("variable", "ORDEAL_RUN")),
            new Undo("kill-marked", Map.of("value", RUN + "/n1")),
            new Undo("docker-remove", Map.of()),
            new Undo("ssh-execute", Map.of("action", "kill", "run", RUN, "node", "n1")),
            new Undo("local-execute", Map.of("action", "kill", "node", "n1")),
            new Undo("local-execute", Map.of("command", "reboot")))) {
      assertThatThrownBy(() -> new Undoing(scope).undo(undo))
          .as(undo.toString())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
