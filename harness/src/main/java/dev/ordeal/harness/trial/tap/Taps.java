package dev.ordeal.harness.trial.tap;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.ClientView;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.toxiproxy.EmbeddedToxiproxy;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Puts a {@link Tap} between each client that is opened on the current thread and its node, while a
 * trial asks for it. Thread-safe.
 */
public final class Taps implements AutoCloseable {
  /** Longer than a client program may take to open. */
  private static final Duration OPENING_LIMIT = Duration.ofSeconds(20);

  /** What the current thread opens. */
  private static final ThreadLocal<Opening> OPENING = new ThreadLocal<>();

  private final EmbeddedToxiproxy server;
  private final ToxiproxyClient api;
  private final AtomicInteger number = new AtomicInteger();

  private final AtomicReference<NodeView> launched = new AtomicReference<>();

  private static final class Opening {
    private final Database database;
    private final boolean isClosed;
    private volatile Tap tap;

    Opening(Database database, boolean isClosed) {
      this.database = database;
      this.isClosed = isClosed;
    }
  }

  /** Opens something; a {@code Callable} that may throw anything. */
  @FunctionalInterface
  public interface Opens<T> {
    T open() throws Exception;
  }

  /**
   * Opening a client has not returned in time. The thread that opens it is interrupted and left to
   * itself; a client that it opens later is closed.
   */
  public static final class StillOpening extends IOException {
    private static final long serialVersionUID = 1L;

    StillOpening() {
      super("opening a client has not returned within %d s".formatted(OPENING_LIMIT.toSeconds()));
    }
  }

  /**
   * What was opened through a tap.
   *
   * @param tap null if no client was opened
   * @param thrown why it could not be opened; null if it was
   */
  public record Opened<T>(Tap tap, T client, Exception thrown) {}

  public Taps() throws IOException {
    server = new EmbeddedToxiproxy(0);
    api = new ToxiproxyClient(server.host(), server.port());
  }

  /**
   * The same database, whose clients are tapped where this asks for it. Whatever methods the
   * interface has, now or later, only {@code client} and {@code launch} are looked at.
   */
  public Database around(Database database) {
    return (Database)
        java.lang.reflect.Proxy.newProxyInstance(
            Database.class.getClassLoader(),
            new Class<?>[] {Database.class},
            (self, method, arguments) -> {
              Database asked = database;
              if (method.getName().equals("launch")) {
                launched.compareAndSet(null, (NodeView) arguments[0]);
              }
              if (method.getName().equals("client") && OPENING.get() != null) {
                asked = OPENING.get().database;
                arguments[1] =
                    switch (arguments[1]) {
                      case Address node -> tapped(node);
                      case ClientView view ->
                          new ClientView(view.node(), tapped(view.address()), view.programs());
                      default -> throw new IllegalStateException("no address of a node: " + method);
                    };
              }
              try {
                return method.invoke(asked, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  /** What the first node that was started knew; empty if none was. */
  public Optional<NodeView> launched() {
    return Optional.ofNullable(launched.get());
  }

  /**
   * Opens a client through a tap of its own, on a thread of its own and with a time limit: a
   * database's library may try to connect for ever.
   *
   * @param database whose client it is
   * @param isClosed whether the tap refuses connections from the beginning
   */
  public <T extends AutoCloseable> Opened<T> through(
      Database database, boolean isClosed, Opens<T> opens) throws InterruptedException {
    Opening mine = new Opening(database, isClosed);
    CompletableFuture<T> opened = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform().daemon().name("trial-opening").start(() -> open(mine, opens, opened));
    try {
      T client = opened.get(OPENING_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
      return new Opened<>(mine.tap, client, null);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Exception thrown) {
        return new Opened<>(mine.tap, null, thrown);
      }
      throw new IllegalStateException(failed.getCause());
    } catch (TimeoutException late) {
      abandon(thread, opened);
      return new Opened<>(mine.tap, null, new StillOpening());
    } catch (InterruptedException ending) {
      abandon(thread, opened);
      throw ending;
    }
  }

  private static <T extends AutoCloseable> void open(
      Opening mine, Opens<T> opens, CompletableFuture<T> opened) {
    OPENING.set(mine);
    try {
      T client = opens.open();
      if (!opened.complete(client)) {
        client.close();
      }
    } catch (Exception | Error thrown) {
      opened.completeExceptionally(thrown);
    } finally {
      OPENING.remove();
    }
  }

  private static void abandon(Thread thread, CompletableFuture<?> opened) {
    opened.completeExceptionally(new StillOpening());
    thread.interrupt();
  }

  private Address tapped(Address node) throws IOException {
    Opening mine = OPENING.get();
    Proxy proxy =
        api.createProxy(
            "tap-" + number.incrementAndGet(), server.proxyHost() + ":0", node.toString());
    server.refuseWithUpstream(proxy.getName());
    mine.tap = new Tap(server, proxy);
    Address address = mine.tap.address();
    if (mine.isClosed) {
      mine.tap.close();
    }
    return address;
  }

  @Override
  public void close() {
    server.close();
  }
}
