package dev.ordeal.checkers.model.persistent;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * An immutable bag: elements in order, each with how often it is in it.
 *
 * <p>Adding and taking away share all but a path with the bag before, so that the states of a long
 * history cost its length times a logarithm. It is a treap (Seidel and Aragon, Randomized search
 * trees, 1996) whose priorities are the elements' hashes; every node keeps the sum of them below
 * it, which is the bag's hash.
 *
 * @param <E> elements, compared by {@code equals} and, in agreement with it, by a comparator
 */
public final class PersistentMultiset<E> implements Iterable<E> {
  private final Comparator<? super E> order;

  /** Null if there is nothing in it; so are the sides of a node. */
  private final Node<E> root;

  private PersistentMultiset(Comparator<? super E> order, Node<E> root) {
    this.order = order;
    this.root = root;
  }

  /** The bag with nothing in it. */
  public static <E> PersistentMultiset<E> empty(Comparator<? super E> order) {
    return new PersistentMultiset<>(order, null);
  }

  /** How many elements there are, each as often as it is in it. */
  public int size() {
    return size(root);
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return root == null;
  }

  /** Whether an element is in it. */
  public boolean contains(E element) {
    Node<E> node = root;
    while (node != null) {
      int side = order.compare(element, node.element);
      if (side == 0) {
        return true;
      }
      node = side < 0 ? node.left : node.right;
    }
    return false;
  }

  /** This bag and one more of an element. */
  public PersistentMultiset<E> plus(E element) {
    return new PersistentMultiset<>(order, plus(root, element, priority(element)));
  }

  /** This bag and one less of an element; this bag if it has none. */
  public PersistentMultiset<E> minus(E element) {
    return contains(element) ? new PersistentMultiset<>(order, minus(root, element)) : this;
  }

  /** The first element in order. */
  public Optional<E> least() {
    Iterator<E> all = iterator();
    return all.hasNext() ? Optional.of(all.next()) : Optional.empty();
  }

  /** In order, each as often as it is in it. */
  @Override
  public Iterator<E> iterator() {
    Deque<Node<E>> path = new ArrayDeque<>();
    descend(path, root);
    return new Iterator<>() {
      private int given;

      @Override
      public boolean hasNext() {
        return !path.isEmpty();
      }

      @Override
      public E next() {
        if (path.isEmpty()) {
          throw new NoSuchElementException();
        }
        Node<E> node = path.peek();
        if (++given == node.count) {
          given = 0;
          path.pop();
          descend(path, node.right);
        }
        return node.element;
      }
    };
  }

  private static <E> void descend(Deque<Node<E>> path, Node<E> from) {
    for (Node<E> node = from; node != null; node = node.left) {
      path.push(node);
    }
  }

  private Node<E> plus(Node<E> node, E element, int priority) {
    if (node == null) {
      return new Node<>(element, 1, null, null);
    }
    int side = order.compare(element, node.element);
    if (side == 0) {
      return new Node<>(element, node.count + 1, node.left, node.right);
    }
    if (side < 0) {
      Node<E> left = plus(node.left, element, priority);
      return priority(left.element) > priority(node.element)
          ? left.with(left.left, node.with(left.right, node.right))
          : node.with(left, node.right);
    }
    Node<E> right = plus(node.right, element, priority);
    return priority(right.element) > priority(node.element)
        ? right.with(node.with(node.left, right.left), right.right)
        : node.with(node.left, right);
  }

  private Node<E> minus(Node<E> node, E element) {
    if (node == null) {
      return null;
    }
    int side = order.compare(element, node.element);
    if (side < 0) {
      return node.with(minus(node.left, element), node.right);
    }
    if (side > 0) {
      return node.with(node.left, minus(node.right, element));
    }
    return node.count > 1
        ? new Node<>(element, node.count - 1, node.left, node.right)
        : joined(node.left, node.right);
  }

  private static <E> Node<E> joined(Node<E> left, Node<E> right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return priority(left.element) >= priority(right.element)
        ? left.with(left.left, joined(left.right, right))
        : right.with(joined(left, right.left), right.right);
  }

  /** Spread out, because hashes of whole numbers are in their order. */
  private static int priority(Object element) {
    int hash = element.hashCode() * 0x9E3779B9;
    return hash ^ hash >>> 15;
  }

  private static int size(Node<?> node) {
    return node == null ? 0 : node.size;
  }

  private static int hash(Node<?> node) {
    return node == null ? 0 : node.hash;
  }

  @Override
  public int hashCode() {
    return hash(root);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof PersistentMultiset<?> bag)
        || size() != bag.size()
        || hashCode() != bag.hashCode()) {
      return false;
    }
    if (root == bag.root) {
      return true;
    }
    Iterator<?> others = bag.iterator();
    for (E element : this) {
      if (!element.equals(others.next())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "{", "}");
    forEach(element -> text.add(String.valueOf(element)));
    return text.toString();
  }

  private static final class Node<E> {
    final E element;
    final int count;
    final Node<E> left;
    final Node<E> right;
    final int size;
    final int hash;

    Node(E element, int count, Node<E> left, Node<E> right) {
      this.element = element;
      this.count = count;
      this.left = left;
      this.right = right;
      this.size = PersistentMultiset.size(left) + count + PersistentMultiset.size(right);
      this.hash =
          PersistentMultiset.hash(left)
              + count * priority(element)
              + PersistentMultiset.hash(right);
    }

    Node<E> with(Node<E> newLeft, Node<E> newRight) {
      return newLeft == left && newRight == right
          ? this
          : new Node<>(element, count, newLeft, newRight);
    }
  }
}
