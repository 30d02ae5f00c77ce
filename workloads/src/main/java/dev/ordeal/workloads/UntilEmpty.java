package dev.ordeal.workloads;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.generator.Context;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.GeneratorEvent;
import dev.ordeal.workloads.generator.Generators;
import java.util.function.Predicate;

/** Calls of one thread that end once one of them succeeded and found nothing more. */
final class UntilEmpty implements Generator {
  private final Generator calls;
  private final Predicate<Value> isEmpty;
  private final int left;
  private final boolean isAtEnd;

  /**
   * @param first the first call
   * @param again every later one
   * @param isEmpty whether an answer says that there is nothing more
   * @param most how many calls there are at most
   */
  UntilEmpty(Call first, Call again, Predicate<Value> isEmpty, int most) {
    this(
        Generators.concat(
            Generators.once(first), Generators.unfold(number -> Generators.once(again))),
        isEmpty,
        most,
        false);
  }

  private UntilEmpty(Generator calls, Predicate<Value> isEmpty, int left, boolean isAtEnd) {
    this.calls = calls;
    this.isEmpty = isEmpty;
    this.left = left;
    this.isAtEnd = isAtEnd;
  }

  @Override
  public Step next(Context context) {
    if (isAtEnd || left == 0) {
      return DONE;
    }
    return switch (calls.next(context)) {
      case Emit emit -> new Emit(emit.op(), new UntilEmpty(emit.next(), isEmpty, left - 1, false));
      case Pending pending -> new Pending(new UntilEmpty(pending.next(), isEmpty, left, false));
      case Done done -> done;
    };
  }

  @Override
  public Generator update(Context context, GeneratorEvent event) {
    boolean found = event.isOk() && isEmpty.test(event.completion().orElseThrow().value());
    return new UntilEmpty(calls.update(context, event), isEmpty, left, isAtEnd || found);
  }
}
