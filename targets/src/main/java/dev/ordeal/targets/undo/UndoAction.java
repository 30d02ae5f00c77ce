package dev.ordeal.targets.undo;

import dev.ordeal.results.registry.Named;
import dev.ordeal.results.run.Undo;
import java.io.IOException;
import java.util.Collection;

/**
 * One kind of undoing: its {@link #name} is the {@link Undo#kind} of a journal's entries.
 *
 * <p>One class a kind, with a public constructor without parameters and a line in {@code
 * META-INF/services/dev.ordeal.targets.undo.UndoAction}. Stateless and thread-safe.
 *
 * <p>A journal may come from anywhere: an action is data with a few arguments, never a command, and
 * what it does is covered by the run's own id, its folders and the user's options. {@link
 * UndoScope#require} checks arguments of well-known names for every kind; {@link #require} checks
 * the rest.
 */
public interface UndoAction extends Named {
  /**
   * Refuses an entry that concerns anything but the run, before anything is done for it. Arguments
   * named {@code variable}, {@code value}, {@code run}, {@code tag}, {@code namespace}, {@code
   * group}, {@code machine} and {@code config}, and paths named {@code file} and {@code folder},
   * are checked for every kind already.
   *
   * @throws IllegalArgumentException if it does, or if the entry is damaged; see {@link
   *     UndoScope#refusal}
   */
  void require(Undo undo, UndoScope scope);

  /**
   * Whether an absolute path is one that the run made, where this kind undoes.
   *
   * @param path without {@code ..}
   */
  default boolean isOwnPath(String path, UndoScope scope) {
    return scope.isInRunFolder(path);
  }

  /** Begins to undo entries of this kind; connects to nothing yet. */
  Session open(UndoScope scope);

  /** Undoes entries of one kind; used by one thread. */
  interface Session extends AutoCloseable {
    /**
     * Undoes one entry that the scope covers, and does no harm where nothing is left to undo.
     *
     * @return what was found and done, one line for people
     * @throws IOException if it could not be undone: what cannot be reached counts as still there
     */
    String undo(Undo undo) throws IOException;

    /**
     * Connects to what some entries of this kind concern, all at a time; optional.
     *
     * @param undos not yet checked against the scope
     */
    default void prepare(Collection<Undo> undos) throws IOException {}

    @Override
    default void close() {}
  }
}
