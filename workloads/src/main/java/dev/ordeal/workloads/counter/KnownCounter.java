package dev.ordeal.workloads.counter;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.KnownCalls;
import dev.ordeal.workloads.client.ObjectCall;
import dev.ordeal.workloads.client.Outcome;
import java.util.List;
import java.util.Optional;

/** A counter that is increased by 1. */
record KnownCounter() implements KnownCalls {
  @Override
  public Call update(long object) {
    return ObjectCall.of("add", object, 1);
  }

  @Override
  public Optional<Call> overwrite(long object) {
    return Optional.empty();
  }

  @Override
  public Call read(long object) {
    return ObjectCall.of("read", object);
  }

  @Override
  public Seen seen(long object, Value result) {
    if (!(result instanceof Value.Int count) || count.value() < 0) {
      return Seen.OTHER;
    }
    if (count.value() == 0) {
      return Seen.ABSENT;
    }
    return count.value() == 1 ? Seen.UPDATED : Seen.REPEATED;
  }

  @Override
  public List<Example> examples(long object) {
    Step add =
        new Step(
            update(object),
            "success",
            "return from add once the node has confirmed it",
            Outcome.Ok.class::isInstance);
    return List.of(
        new Example("an unused counter is 0", List.of(count(object, 0))),
        new Example(
            "a client counts what it added",
            List.of(add, count(object, 1), add, count(object, 2))));
  }

  private Step count(long object, long expected) {
    return new Step(
        read(object),
        Long.toString(expected),
        expected == 0
            ? "answer 0 for a counter that nothing was added to"
            : "add what is asked, once, and answer the sum that is stored now",
        new Outcome.Ok(Value.of(expected))::equals);
  }
}
