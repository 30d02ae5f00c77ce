package dev.ordeal.targets.host;

import dev.ordeal.targets.shell.Checksum;
import dev.ordeal.targets.shell.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of a node on another machine, copied here as it grows, so that it is here even if the
 * machine is lost, or this process.
 *
 * <p>It is asked for what is new every other second: a command that stays and prints would have to
 * be ended there by somebody when the connection is lost.
 */
final class NodeLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeLog.class);

  /** The name of a node's log in its folder, there and here. */
  static final String NAME = "node.log";

  private static final long PERIOD_SECONDS = 2;
  private static final int PIECE_BYTES = 1_000_000;

  /** How much is copied while it grows, and how much of the rest at the end. */
  private static final int BYTES_MAX = 20_000_000;

  private final HostShell place;
  private final String log;
  private final Path copy;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread following;

  /** Of all that was copied, to see at the end whether it is the same there. */
  private final Checksum checksum = new Checksum();

  /** How much was copied, or left out. */
  private long copied;

  private NodeLog(HostShell place, Path folder, Path into) {
    this.place = place;
    this.log = Shell.quoted(folder.resolve(NAME).toString());
    this.copy = into.resolve(NAME);
    this.following = Thread.ofVirtual().name("log of " + place.name()).start(this::follow);
  }

  /**
   * Begins to copy.
   *
   * @param folder the node's, there
   * @param into the node's, here
   */
  static NodeLog follow(HostShell place, Path folder, Path into) throws IOException {
    Files.createDirectories(into);
    return new NodeLog(place, folder, into);
  }

  private void follow() {
    try {
      while (!over.await(PERIOD_SECONDS, TimeUnit.SECONDS)) {
        try {
          boolean isMore = true;
          while (isMore && copied < BYTES_MAX) {
            isMore = copyPiece();
          }
        } catch (IOException unreachable) {
          // Asked again two seconds later; whether it stays so is seen at the end.
        }
      }
    } catch (InterruptedException never) {
      Thread.currentThread().interrupt();
    }
  }

  /** Copies what is new, or a piece of it; whether there may be more. */
  private boolean copyPiece() throws IOException {
    // In letters and digits: a piece may end in the middle of a character.
    String text =
        place.require(
            "if [ -e %s ]; then tail -c +%d %s | head -c %d | base64; fi"
                .formatted(log, copied + 1, log, PIECE_BYTES));
    byte[] piece = Base64.getMimeDecoder().decode(text);
    append(piece);
    checksum.add(piece);
    copied += piece.length;
    return piece.length == PIECE_BYTES;
  }

  private void append(byte[] bytes) throws IOException {
    Files.write(copy, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Copies the rest; of a long one its end. */
  @Override
  public void close() throws IOException {
    over.countDown();
    try {
      following.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a log was copied", interrupted);
    }
    String size = place.require("if [ -e %s ]; then wc -c <%s; fi".formatted(log, log)).strip();
    long left = size.isEmpty() ? 0 : Long.parseLong(size) - copied;
    long beginning = copied;
    long skipped = Math.max(0, left - BYTES_MAX);
    if (skipped > 0) {
      append("%n[%d bytes are not here]%n".formatted(skipped).getBytes(StandardCharsets.UTF_8));
      copied += skipped;
    }
    boolean isMore = left > 0;
    while (isMore) {
      isMore = copyPiece();
    }
    if (copied > 0) {
      compare(beginning, skipped);
    }
  }

  /** Says so in the copy if it is not what is there. */
  private void compare(long beginning, long skipped) throws IOException {
    long rest = beginning + skipped;
    String there =
        place.require(
            "{ head -c %d %s; tail -c +%d %s | head -c %d; } | sha256sum"
                .formatted(beginning, log, rest + 1, log, copied - rest));
    if (!there.startsWith(checksum.text())) {
      LOG.warn("The log of {} is not the same here as there", place.name());
      append("%n[not the same as there]%n".formatted().getBytes(StandardCharsets.UTF_8));
    }
  }
}
