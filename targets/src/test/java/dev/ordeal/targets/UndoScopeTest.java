package dev.ordeal.targets;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.host.Hosts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Journals that somebody else wrote. */
class UndoScopeTest {
  private static final String RUN = "2026-11-21T22-47-05.571Z-2";
  private static final String TAG = Hosts.tag(RUN);

  private final UndoScope scope = new UndoScope(RUN);

  @Test
  void whatBearsTheNameOfTheRunIsUndone() {
    for (Undo undo :
        List.of(
            Undo.NOTHING,
            new Undo("kill-marked", Map.of("variable", "ORDEAL_RUN", "value", RUN + "/n1")),
            new Undo("delete-network", Map.of("tag", TAG)),
            new Undo("docker-remove", Map.of("run", RUN)),
            new Undo(
                "netns-execute",
                Map.of("namespace", "ordeal-" + TAG + "-n1", "action", "remove-rules", "tag", TAG)),
            new Undo(
                "local-execute",
                Map.of("action", "remove-group", "group", "ordeal-" + TAG + "-n1-fault7")),
            new Undo(
                "local-execute", Map.of("action", "remove-disk", "folder", "/r..s/n1/data")))) {
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
            new Undo(
                "netns-execute",
                Map.of("namespace", "ordeal-0badcafe-n1", "action", "remove-rules", "tag", TAG)),
            new Undo(
                "netns-execute",
                Map.of("namespace", "ordeal-" + TAG + "-n1", "action", "kill", "run", "other")),
            new Undo(
                "local-execute",
                Map.of("action", "remove-group", "group", "ordeal-0badcafe-n1-fault7")),
            new Undo("local-execute", Map.of("action", "remove-disk", "folder", "/r/../x/data")),
            new Undo("write-file", Map.of("file", "/r/../clock-offset", "text", "0\n")))) {
      assertThatThrownBy(() -> scope.require(undo))
          .as(undo.toString())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(RUN);
    }
  }
}
