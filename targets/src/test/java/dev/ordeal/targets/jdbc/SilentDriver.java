package dev.ordeal.targets.jdbc;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/** Connects at once, and then waits for answers that never come: as long as it may, or a minute. */
public final class SilentDriver implements Driver {
  private static final String URL = "jdbc:silent:";

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(URL);
  }

  @Override
  public Connection connect(String url, Properties info) {
    if (!acceptsURL(url)) {
      return null;
    }
    int[] millis = {60_000};
    return proxy(
        Connection.class,
        (name, arguments) -> {
          switch (name) {
            case "setNetworkTimeout" -> millis[0] = (int) arguments[1];
            case "createStatement" -> {
              return proxy(Statement.class, (method, values) -> answer(method, millis[0]));
            }
            default -> {
              return null;
            }
          }
          return null;
        });
  }

  private static Object answer(String method, int millis) throws SQLException {
    if (method.equals("close")) {
      return null;
    }
    try {
      new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    throw new SQLException("no answer", "08006");
  }

  private interface Handler {
    Object handle(String method, Object[] arguments) throws SQLException;
  }

  private static <T> T proxy(Class<T> type, Handler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            SilentDriver.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> handler.handle(method.getName(), arguments)));
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }
}
