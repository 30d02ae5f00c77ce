package dev.ordeal.checkers.assertion;

/**
 * A history of queues, first in, first out: {@code isLinearizable()}; of queues that keep no order
 * {@code isLinearizable("unordered-queue")}.
 */
public final class QueueHistory extends WrittenHistory<QueueHistory> {
  QueueHistory() {}

  @Override
  QueueHistory self() {
    return this;
  }

  /** Which queue the next calls concern; each is an object of its own. */
  public QueueHistory on(Object key) {
    object(key);
    return this;
  }

  /** An element is put in. */
  public QueueHistory enqueue(Object element) {
    return call("enqueue", element, element);
  }

  /**
   * An element is taken out.
   *
   * @param element null if the queue was found empty
   */
  public QueueHistory dequeue(Object element) {
    return call("dequeue", null, element);
  }
}
