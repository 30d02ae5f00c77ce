package dev.ordeal.checkers.model.persistent;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * An immutable list that is added to at its end and taken from at its front.
 *
 * <p>Lists that grew out of each other share their elements, so that the states of a long history
 * cost its length; only of two that grew out of the same, the second is copied.
 */
public final class PersistentList<E> extends AbstractList<E> implements RandomAccess {
  /** Guarded by itself; elements are added, never changed. */
  private final List<E> shared;

  private final int from;
  private final int to;

  /** The list with nothing in it. */
  public PersistentList() {
    this(new ArrayList<>(), 0, 0);
  }

  private PersistentList(List<E> shared, int from, int to) {
    this.shared = shared;
    this.from = from;
    this.to = to;
  }

  /** This list and one more at its end. */
  public PersistentList<E> plus(E element) {
    synchronized (shared) {
      if (shared.size() == to) {
        shared.add(element);
        return new PersistentList<>(shared, from, to + 1);
      }
      if (shared.get(to).equals(element)) {
        return new PersistentList<>(shared, from, to + 1);
      }
      List<E> copied = new ArrayList<>(shared.subList(from, to));
      copied.add(element);
      return new PersistentList<>(copied, 0, copied.size());
    }
  }

  /** This list without its first; itself if it is empty. */
  public PersistentList<E> rest() {
    return from == to ? this : new PersistentList<>(shared, from + 1, to);
  }

  @Override
  public int size() {
    return to - from;
  }

  @Override
  public E get(int index) {
    Objects.checkIndex(index, size());
    synchronized (shared) {
      return shared.get(from + index);
    }
  }
}
