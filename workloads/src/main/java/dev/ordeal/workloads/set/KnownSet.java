package dev.ordeal.workloads.set;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.KnownCalls;
import dev.ordeal.workloads.client.ObjectCall;
import dev.ordeal.workloads.client.Outcome;
import java.util.List;
import java.util.Optional;

/** A set to which one element is added, and from which it is removed. */
record KnownSet() implements KnownCalls {
  private static final long ELEMENT = 7;

  @Override
  public Call update(long object) {
    return ObjectCall.of("add", object, ELEMENT);
  }

  @Override
  public List<Update> updates(long object) {
    // To a set that is there: the first addition may take a client several requests.
    Call before = ObjectCall.of("add", object, ELEMENT + 1);
    return List.of(new Update("add", Optional.of(before), update(object)));
  }

  @Override
  public Optional<Call> overwrite(long object) {
    return Optional.of(ObjectCall.of("remove", object, ELEMENT));
  }

  @Override
  public Call read(long object) {
    return ObjectCall.of("contains", object, ELEMENT);
  }

  @Override
  public Seen seen(long object, Value result) {
    if (result.equals(Value.of(true))) {
      return Seen.UPDATED;
    }
    return result.equals(Value.of(false)) ? Seen.ABSENT : Seen.OTHER;
  }

  @Override
  public List<Example> examples(long object) {
    return List.of(
        new Example("an empty set contains nothing", List.of(contains(object, false))),
        new Example(
            "a client finds what it added", List.of(done(update(object)), contains(object, true))),
        new Example(
            "a removed element is gone",
            List.of(done(ObjectCall.of("remove", object, ELEMENT)), contains(object, false))));
  }

  private Step contains(long object, boolean expected) {
    return new Step(
        read(object),
        Boolean.toString(expected),
        "answer whether the element is stored now; a set that is not there contains nothing",
        new Outcome.Ok(Value.of(expected))::equals);
  }

  private static Step done(Call call) {
    return new Step(
        call,
        "success",
        "return from %s once the node has confirmed it".formatted(call.function()),
        Outcome.Ok.class::isInstance);
  }
}
