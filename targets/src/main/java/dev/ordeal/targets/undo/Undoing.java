package dev.ordeal.targets.undo;

import dev.ordeal.results.run.Failures;
import dev.ordeal.results.run.Undo;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Carries out what a fault journal says, from any process, and does no harm where there is nothing
 * left to undo. An entry that the scope does not cover is refused. What cannot be reached counts as
 * still there. Each kind of entry has its {@link UndoAction}.
 */
public final class Undoing implements AutoCloseable {
  private final UndoScope scope;
  private final Map<String, UndoAction.Session> sessions = new LinkedHashMap<>();

  /**
   * @param scope what the run's own id and the user's own options cover
   */
  public Undoing(UndoScope scope) {
    this.scope = scope;
  }

  /** Connects to the machines that some entries concern, all at a time; optional. */
  public void prepare(Collection<Undo> undos) throws IOException {
    for (var kind : undos.stream().collect(Collectors.groupingBy(Undo::kind)).entrySet()) {
      if (UndoActions.ofKind(kind.getKey()).isPresent()) {
        session(kind.getKey()).prepare(kind.getValue());
      }
    }
  }

  /**
   * Undoes one entry.
   *
   * @return what was found and done, for people
   * @throws IOException if it could not be undone
   * @throws IllegalArgumentException if the scope does not cover it, or it is damaged
   */
  public String undo(Undo undo) throws IOException {
    scope.require(undo);
    UndoAction.Session session = session(undo.kind());
    try {
      return session.undo(undo);
    } catch (IllegalArgumentException damaged) {
      throw damaged;
    } catch (RuntimeException failed) {
      // One that a user brought must not keep the other entries from being undone.
      throw new IOException(undo.kind() + " failed: " + Failures.text(failed), failed);
    }
  }

  private UndoAction.Session session(String kind) throws IOException {
    UndoAction.Session open = sessions.get(kind);
    if (open == null) {
      open =
          UndoActions.ofKind(kind)
              .orElseThrow(
                  () ->
                      new IOException(
                          "the journal asks for '%s', which this version does not know"
                              .formatted(kind)))
              .open(scope);
      sessions.put(kind, open);
    }
    return open;
  }

  @Override
  public void close() {
    sessions.values().forEach(UndoAction.Session::close);
  }
}
