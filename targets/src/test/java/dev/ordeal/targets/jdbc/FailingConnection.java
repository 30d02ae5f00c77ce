package dev.ordeal.targets.jdbc;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A connection that fails where it is told to, and keeps what it was asked. */
final class FailingConnection {
  private final Map<String, SQLException> failures = new HashMap<>();
  private final List<String> calls = new ArrayList<>();

  FailingConnection failing(String method, String state, int code) {
    failures.put(method, new SQLException("of a test", state.isEmpty() ? null : state, code));
    return this;
  }

  List<String> calls() {
    return calls;
  }

  Connection connection() {
    return proxy(Connection.class);
  }

  private <T> T proxy(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              calls.add(method.getName());
              if (failures.containsKey(method.getName())) {
                throw failures.get(method.getName());
              }
              if (method.getName().equals("prepareStatement")) {
                return proxy(PreparedStatement.class);
              }
              return method.getReturnType() == int.class ? (Object) 1 : null;
            }));
  }
}
