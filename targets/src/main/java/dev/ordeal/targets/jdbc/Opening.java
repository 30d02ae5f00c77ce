package dev.ordeal.targets.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Opens connections in bounded time, which not every driver does that waits for a paused node. */
final class Opening {
  private static final long SECONDS_MAX = 10;

  private Opening() {}

  /**
   * Opens one.
   *
   * @throws IOException if there is no answer in time; a connection that opens later is closed
   */
  static Connection open(Driver driver, String url, Properties properties)
      throws SQLException, IOException, InterruptedException {
    CompletableFuture<Connection> opened = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("opening a connection")
        .start(
            () -> {
              try {
                Connection connection = driver.connect(url, properties);
                if (!opened.complete(connection) && connection != null) {
                  connection.close();
                }
              } catch (SQLException | RuntimeException | Error failed) {
                opened.completeExceptionally(failed);
              }
            });
    try {
      Connection connection = opened.get(SECONDS_MAX, TimeUnit.SECONDS);
      if (connection == null) {
        throw new IOException("the driver does not take the URL");
      }
      return connection;
    } catch (TimeoutException none) {
      opened.cancel(false);
      throw new IOException("no connection within " + SECONDS_MAX + " s", none);
    } catch (InterruptedException abandoned) {
      opened.cancel(false);
      throw abandoned;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof SQLException refused) {
        throw refused;
      }
      throw new IOException("the driver failed: " + failed.getCause(), failed.getCause());
    }
  }
}
