package dev.ordeal.targets.undo;

import dev.ordeal.results.registry.Registry;
import java.util.Optional;

/** The kinds of undoing: Ordeal's, and those that users brought. */
public final class UndoActions {
  public static final Registry<UndoAction> REGISTRY = Registry.of(UndoAction.class, "undo action");

  private UndoActions() {}

  /** The action of a kind; a journal's word is never taken for the name of a class. */
  static Optional<UndoAction> ofKind(String kind) {
    return REGISTRY.all().stream().filter(action -> action.name().equals(kind)).findFirst();
  }
}
