package dev.ordeal.checkers.model;

import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.registry.Registry;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The models that can be asked for by name, and the guess where none is named. */
public final class Models {
  /** All of them; a user's own are found, too. */
  public static final Registry<Model<?>> REGISTRY = registry();

  private Models() {}

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Registry<Model<?>> registry() {
    // A class literal has no type parameters.
    return (Registry) Registry.of(Model.class, "model");
  }

  /** The model of a name; {@code semaphore:N} for N permits. */
  public static Optional<Model<?>> byName(String name) {
    return REGISTRY.find(name);
  }

  /** The model whose operations a history's clients called; empty if none or several fit. */
  public static Optional<Model<?>> guess(History history) {
    Set<String> functions = new TreeSet<>(history.functions());
    if (functions.equals(Set.of("add", "read"))) {
      // A set's reads answer all elements, a counter's a number.
      return byName(readsLists(history) ? "set" : "counter");
    }
    if (functions.equals(Set.of("read"))) {
      return byName("cas-register");
    }
    if (functions.isEmpty()) {
      // Of no operations at all every model is true; the commonest stands for them.
      return byName("cas-register");
    }
    boolean registers =
        functions.equals(Set.of("txn"))
            && history.operations().stream().allMatch(Models::isRegisterTransaction);
    return registers ? byName("multi-register") : byFunctions(functions);
  }

  private static Optional<Model<?>> byFunctions(Set<String> functions) {
    Model<?> fewest = null;
    for (Model<?> model : REGISTRY.all()) {
      if (model.functions().containsAll(functions)
          && (fewest == null || model.functions().size() < fewest.functions().size())) {
        fewest = model;
      }
    }
    return Optional.ofNullable(fewest);
  }

  private static boolean readsLists(History history) {
    return history.operations().stream()
        .filter(op -> op.function().equals("read") && op.isOk())
        .findFirst()
        .map(read -> read.result() instanceof Value.Seq || read.result().isNil())
        .orElse(true);
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
