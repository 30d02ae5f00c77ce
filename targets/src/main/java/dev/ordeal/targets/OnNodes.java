package dev.ordeal.targets;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Does the same to several nodes at once: what strikes all should strike them together. */
public final class OnNodes {
  private OnNodes() {}

  /** Something done to one of several. */
  @FunctionalInterface
  public interface Action<T> {
    void on(T each) throws IOException, TargetException;
  }

  /**
   * Does it to each, each on a thread of its own, and waits for all.
   *
   * @throws IOException if it failed for one or more: the first of these; the others are suppressed
   */
  public static <T> void each(Collection<T> all, Action<T> action)
      throws IOException, TargetException {
    List<FutureTask<Void>> tasks = new ArrayList<>();
    for (T one : all) {
      FutureTask<Void> task =
          new FutureTask<>(
              () -> {
                action.on(one);
                return null;
              });
      tasks.add(task);
      Thread.ofVirtual().start(task);
    }
    Exception first = null;
    for (FutureTask<Void> task : tasks) {
      Exception failure = failure(task);
      if (first == null) {
        first = failure;
      } else if (failure != null) {
        first.addSuppressed(failure);
      }
    }
    switch (first) {
      case null -> {}
      case IOException failed -> throw failed;
      case TargetException failed -> throw failed;
      case RuntimeException failed -> throw failed;
      default -> throw new IOException(first);
    }
  }

  private static Exception failure(FutureTask<Void> task) {
    try {
      task.get();
      return null;
    } catch (ExecutionException failed) {
      return failed.getCause() instanceof Exception cause ? cause : new IOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new IOException("interrupted", interrupted);
    }
  }
}
