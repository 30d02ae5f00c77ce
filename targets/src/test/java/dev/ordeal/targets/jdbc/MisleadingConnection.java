package dev.ordeal.targets.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** A connection whose answers to updates are others than the database's. */
final class MisleadingConnection {
  private final Connection real;
  private final Answer answer;

  /** Makes an answer of the one that the database gave, or would give. */
  interface Answer {
    int of(String sql, Update update) throws SQLException;
  }

  /** What was asked for. */
  interface Update {
    int run() throws SQLException;
  }

  private MisleadingConnection(Connection real, Answer answer) {
    this.real = real;
    this.answer = answer;
  }

  static Connection of(Connection real, Answer answer) {
    MisleadingConnection misleading = new MisleadingConnection(real, answer);
    return proxy(
        Connection.class,
        (method, arguments) -> {
          Object made = call(method, misleading.real, arguments);
          return switch (method.getName()) {
            case "prepareStatement" ->
                misleading.statement(PreparedStatement.class, made, (String) arguments[0]);
            case "createStatement" -> misleading.statement(Statement.class, made, "");
            default -> made;
          };
        });
  }

  private <T> T statement(Class<T> type, Object made, String prepared) {
    return proxy(
        type,
        (method, arguments) -> {
          if (!method.getName().equals("executeUpdate")) {
            return call(method, made, arguments);
          }
          String sql = arguments == null ? prepared : (String) arguments[0];
          return answer.of(sql, () -> (int) call(method, made, arguments));
        });
  }

  private interface Handler {
    Object handle(Method method, Object[] arguments) throws SQLException;
  }

  private static <T> T proxy(Class<T> type, Handler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            MisleadingConnection.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> handler.handle(method, arguments)));
  }

  private static Object call(Method method, Object on, Object[] arguments) throws SQLException {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException failed) {
      if (failed.getCause() instanceof SQLException refused) {
        throw refused;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (IllegalAccessException wrong) {
      throw new IllegalStateException(wrong);
    }
  }
}
