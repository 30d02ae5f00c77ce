package dev.ordeal.checkers.model.persistent;

import java.util.Optional;
import java.util.StringJoiner;

/**
 * An immutable pile: what is put on it and taken off it again are its top, all below is shared.
 *
 * @param <E> elements, compared by {@code equals}
 */
public final class PersistentStack<E> {
  private static final PersistentStack<?> EMPTY = new PersistentStack<>(null, null);

  /** Null of the empty one only, as is what is below. */
  private final E top;

  private final PersistentStack<E> below;
  private final int hash;

  private PersistentStack(E top, PersistentStack<E> below) {
    this.top = top;
    this.below = below;
    this.hash = top == null || below == null ? 0 : 31 * below.hash + top.hashCode() + 1;
  }

  /** The pile with nothing on it. */
  @SuppressWarnings("unchecked") // There is nothing in it that has a type.
  public static <E> PersistentStack<E> empty() {
    return (PersistentStack<E>) EMPTY;
  }

  /** What is on top; empty if nothing is. */
  public Optional<E> top() {
    return Optional.ofNullable(top);
  }

  /** This pile with one more on top. */
  public PersistentStack<E> plus(E element) {
    return new PersistentStack<>(element, this);
  }

  /** This pile without its top; itself if it is empty. */
  public PersistentStack<E> rest() {
    return below == null ? this : below;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** In a loop, because piles may be higher than the stack of a thread. */
  @Override
  public boolean equals(Object other) {
    Object there = other;
    PersistentStack<E> here = this;
    while (here != there) {
      if (!(there instanceof PersistentStack<?> pile)
          || here.hash != pile.hash
          || here.top == null
          || !here.top.equals(pile.top)) {
        return false;
      }
      here = here.rest();
      there = pile.rest();
    }
    return true;
  }

  /** From the top down. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "[", "]");
    for (PersistentStack<E> pile = this; pile.top != null; pile = pile.rest()) {
      text.add(String.valueOf(pile.top));
    }
    return text.toString();
  }
}
