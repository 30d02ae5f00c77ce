package dev.ordeal.workloads.generator;

import java.util.ArrayList;
import java.util.List;

/** Checks what a generator yields and reports all that is wrong with it at once. */
record Validated(Generator inner) implements Generator {
  @Override
  public Step next(Context context) {
    Step step;
    try {
      step = inner.next(context);
    } catch (RuntimeException broken) {
      throw new IllegalStateException(
          "the generator failed at %s: %s".formatted(context, broken), broken);
    }
    return switch (step) {
      case Done done -> done;
      case Pending pending -> new Pending(new Validated(pending.next()));
      case Emit emit -> {
        check(emit.op(), context);
        yield new Emit(emit.op(), new Validated(emit.next()));
      }
    };
  }

  private static void check(Op op, Context context) {
    List<String> problems = new ArrayList<>();
    if (op.thread() < Context.NEMESIS || !context.isFree(op.thread())) {
      problems.add("thread " + op.thread() + " is not free");
    }
    if (op instanceof Op.Invoke invoke && invoke.call() == null) {
      problems.add("there is no call");
    }
    if (op instanceof Op.Sleep sleep && sleep.nanos() < 0) {
      problems.add("it sleeps a negative time");
    }
    if (!problems.isEmpty()) {
      throw new IllegalStateException(
          "the generator yielded a wrong operation, %s: %s; context: %s"
              .formatted(op, String.join("; ", problems), context));
    }
  }

  @Override
  public Generator update(Context context, GeneratorEvent event) {
    return new Validated(inner.update(context, event));
  }
}
