package dev.ordeal.checkers.model;

import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The models that can be asked for by name, and the guess where none is named. */
public final class Models {
  private static final Map<String, Model<?>> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("register", RegisterModel.EMPTY);
    BY_NAME.put("cas-register", RegisterModel.EMPTY);
    BY_NAME.put("mutex", new MutexModel());
    BY_NAME.put("multi-register", new MultiRegisterModel());
    BY_NAME.put("kv", new KvModel());
  }

  private Models() {}

  public static Set<String> names() {
    return BY_NAME.keySet();
  }

  public static Optional<Model<?>> byName(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The model whose operations a history's clients called; empty if none or several fit. */
  public static Optional<Model<?>> guess(History history) {
    Set<String> functions = new TreeSet<>(history.functions());
    // Of no operations at all every model is true; the commonest stands for them.
    if (Set.of("read", "write", "cas").containsAll(functions)) {
      return byName("cas-register");
    }
    if (Set.of("acquire", "release").containsAll(functions)) {
      return byName("mutex");
    }
    if (Set.of("get", "put", "append").containsAll(functions)) {
      return byName("kv");
    }
    boolean registers =
        functions.equals(Set.of("txn"))
            && history.operations().stream().allMatch(Models::isRegisterTransaction);
    return registers ? byName("multi-register") : Optional.empty();
  }

  private static boolean isRegisterTransaction(Operation operation) {
    return operation.argument() instanceof Value.Seq txn
        && txn.items().stream()
            .allMatch(
                micro ->
                    micro instanceof Value.Seq parts
                        && parts.items().size() == 3
                        && Set.of("read", "write").contains(parts.items().getFirst().asText()));
  }
}
