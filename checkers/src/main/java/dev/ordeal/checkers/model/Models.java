package dev.ordeal.checkers.model;

import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The models that can be asked for by name, and the guess where none is named. */
public final class Models {
  private static final String SEMAPHORE = "semaphore:";
  private static final Map<String, Model<?>> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("register", RegisterModel.EMPTY);
    List.of(
            RegisterModel.EMPTY,
            new MultiRegisterModel(),
            new KvModel(),
            new MutexModel(),
            new OwnedMutexModel(OwnedMutexModel.Kind.PLAIN),
            new OwnedMutexModel(OwnedMutexModel.Kind.REENTRANT),
            new OwnedMutexModel(OwnedMutexModel.Kind.FENCED),
            new FifoQueueModel(),
            new UnorderedQueueModel(),
            new StackModel(),
            new PriorityQueueModel(),
            new SetModel(),
            new CounterModel(),
            new FetchAddModel(),
            new TimestampModel(),
            new UniqueIdsModel(),
            new AppendListModel())
        .forEach(model -> BY_NAME.put(model.name(), model));
  }

  /** The model whose operations are these functions, some of which may be missing; first fits. */
  private static final List<Map.Entry<Set<String>, String>> BY_FUNCTIONS =
      List.of(
          Map.entry(Set.of("read", "write", "cas"), "cas-register"),
          Map.entry(Set.of("acquire", "release"), "mutex"),
          Map.entry(Set.of("enqueue", "dequeue"), "fifo-queue"),
          Map.entry(Set.of("push", "pop"), "stack"),
          Map.entry(Set.of("insert", "poll"), "priority-queue"),
          Map.entry(Set.of("add", "remove", "contains", "read"), "set"),
          Map.entry(Set.of("fetch-add"), "fetch-add"),
          Map.entry(Set.of("timestamp", "send"), "timestamps"),
          Map.entry(Set.of("generate"), "unique-ids"),
          Map.entry(Set.of("append", "read"), "append-list"),
          Map.entry(Set.of("get", "put", "append"), "kv"));

  private Models() {}

  /** The names, with a placeholder where one has a parameter. */
  public static Set<String> names() {
    Set<String> names = new LinkedHashSet<>(BY_NAME.keySet());
    names.add(SEMAPHORE + "N");
    return names;
  }

  /** The model of a name; {@code semaphore:N} for N permits. */
  public static Optional<Model<?>> byName(String name) {
    if (name.matches(SEMAPHORE + "[1-9][0-9]{0,8}")) {
      return Optional.of(new SemaphoreModel(Integer.parseInt(name.substring(SEMAPHORE.length()))));
    }
    return Optional.ofNullable(BY_NAME.get(name));
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
    for (Map.Entry<Set<String>, String> entry : BY_FUNCTIONS) {
      if (!functions.isEmpty() && entry.getKey().containsAll(functions)) {
        return byName(entry.getValue());
      }
    }
    if (functions.isEmpty()) {
      // Of no operations at all every model is true; the commonest stands for them.
      return byName("cas-register");
    }
    boolean registers =
        functions.equals(Set.of("txn"))
            && history.operations().stream().allMatch(Models::isRegisterTransaction);
    return registers ? byName("multi-register") : Optional.empty();
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
