/**
 * Kinds of undo actions, by which what a run started or broke is undone, also from another process.
 *
 * <p>Start at {@link dev.ordeal.targets.undo.UndoAction}, which a new kind implements. What an
 * action may touch is in {@link dev.ordeal.targets.undo.UndoScope}.
 */
package dev.ordeal.targets.undo;
