package dev.ordeal.harness.trial.tap;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.toxiproxy.EmbeddedToxiproxy;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import java.io.IOException;
import java.util.function.LongSupplier;

/** The connection of one client to its node, which can be listened to and cut. */
public final class Tap {
  private static final String LOST = "lost-answers";
  private static final String SLOW = "slow-answers";
  private static final String LATE = "slow-requests";
  private static final int ANSWER_MILLIS = 60;

  /** Time enough for another client to see an update and to overwrite it. */
  private static final int REQUEST_MILLIS = 250;

  /** A proxy that has passed on nothing for so long has counted what it did. */
  private static final int QUIET_MILLIS = 60;

  /** How long after a chunk was passed on it may still not be counted; plenty. */
  private static final long COUNTING_NANOS = 200_000_000;

  private final EmbeddedToxiproxy server;
  private final Proxy proxy;

  Tap(EmbeddedToxiproxy server, Proxy proxy) {
    this.server = server;
    this.proxy = proxy;
  }

  /** Where the client connects to. */
  Address address() {
    String listen = proxy.getListen();
    int colon = listen.lastIndexOf(':');
    return new Address(listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1)));
  }

  /** Bytes that reached the node so far. */
  public long sent() {
    return server.delivered(proxy.getName(), true).orElseThrow();
  }

  /** Bytes that reached the node, once nothing is under way. */
  public long sentInAll() throws InterruptedException {
    long end = System.nanoTime() + 5 * COUNTING_NANOS;
    long last = -1;
    for (long now = sent(); now != last && System.nanoTime() < end; now = sent()) {
      last = now;
      Thread.sleep(QUIET_MILLIS);
    }
    return last;
  }

  /** Bytes that reached the client so far. */
  public long answered() {
    return server.delivered(proxy.getName(), false).orElseThrow();
  }

  /**
   * Whether more bytes reached the node than some time before.
   *
   * @param before what {@link #sent} said then
   */
  public boolean hasSentSince(long before) throws InterruptedException {
    return exceeds(this::sent, before);
  }

  /**
   * Whether more bytes reached the client than some time before.
   *
   * @param before what {@link #answered} said then
   */
  public boolean hasAnsweredSince(long before) throws InterruptedException {
    return exceeds(this::answered, before);
  }

  /** Bytes are counted once they have been passed on, so that an answer may come before that. */
  private static boolean exceeds(LongSupplier count, long before) throws InterruptedException {
    long end = System.nanoTime() + COUNTING_NANOS;
    while (count.getAsLong() <= before) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(1);
    }
    return true;
  }

  /**
   * From now on each request takes a while, so that one that is sent again at once comes after the
   * first one's effect was seen.
   */
  public void slowRequests() throws IOException {
    proxy.toxics().latency(LATE, ToxicDirection.UPSTREAM, REQUEST_MILLIS);
  }

  /** From now on each answer takes a while, so that one can be told from the next. */
  public void slowAnswers() throws IOException {
    proxy.toxics().latency(SLOW, ToxicDirection.DOWNSTREAM, ANSWER_MILLIS);
  }

  /**
   * Waits until a number of slow answers has reached the client.
   *
   * @param before what {@link #answered} said before the first
   * @return false if they have not come a second later than they take
   */
  public boolean awaitAnswers(int count, long before) throws InterruptedException {
    long millis = 1_000L + (long) count * (REQUEST_MILLIS + ANSWER_MILLIS);
    long end = System.nanoTime() + millis * 1_000_000;
    long last = before;
    for (int seen = 0; seen < count; Thread.sleep(1)) {
      long now = answered();
      seen += now > last ? 1 : 0;
      last = now;
      if (System.nanoTime() > end) {
        return false;
      }
    }
    return true;
  }

  /** From now on requests reach the node, and nothing reaches the client. */
  public void loseAnswers() throws IOException {
    proxy.toxics().timeout(LOST, ToxicDirection.DOWNSTREAM, 0);
  }

  /** Closes the connections whose answers were lost; new ones work, in both directions. */
  public void findAnswers() throws IOException {
    proxy.toxics().get(LOST).remove();
    proxy.toxics().get(LATE).remove();
  }

  /** Closes all connections and refuses new ones. */
  public void close() throws IOException {
    proxy.disable();
  }
}
