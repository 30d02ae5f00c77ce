package dev.ordeal.workloads.register;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.KnownCalls;
import dev.ordeal.workloads.client.Outcome;
import java.util.List;
import java.util.Optional;

/** A register that is written twice. */
record KnownRegister() implements KnownCalls {
  private static final String MATCH =
      "answer false where the stored value is another or there is none, and throw for errors only;"
          + " compare and write in one request of the database";
  private static final String ABSENT =
      "answer OptionalLong.empty() for a key that is not there, not a value of the client's own";
  private static final String READ = "answer the value that is stored now, and none kept before";
  private static final String WRITTEN = "return from write once the node has confirmed it";
  private static final long FIRST = 11;
  private static final long SECOND = 12;
  private static final long THIRD = 13;

  @Override
  public Call update(long object) {
    return new RegisterOp.Write(object, FIRST);
  }

  @Override
  public List<Update> updates(long object) {
    // Of a key that is there: the first write of a key may take a client several requests.
    Optional<Call> present = Optional.of(new RegisterOp.Write(object, THIRD));
    return List.of(
        new Update("write", present, update(object)),
        new Update("compareAndSet", present, new RegisterOp.Cas(object, THIRD, FIRST)));
  }

  @Override
  public Optional<Call> overwrite(long object) {
    return Optional.of(new RegisterOp.Write(object, SECOND));
  }

  @Override
  public Call read(long object) {
    return new RegisterOp.Read(object);
  }

  @Override
  public Seen seen(long object, Value result) {
    if (result.isNil() || result.equals(Value.of(THIRD))) {
      return Seen.ABSENT;
    }
    if (result.equals(Value.of(FIRST))) {
      return Seen.UPDATED;
    }
    return result.equals(Value.of(SECOND)) ? Seen.OVERWRITTEN : Seen.OTHER;
  }

  @Override
  public List<Example> examples(long object) {
    Step wrong =
        new Step(
            new RegisterOp.Cas(object, THIRD, SECOND),
            "false (compareAndSet of another value)",
            MATCH,
            outcome -> outcome instanceof Outcome.Fail);
    return List.of(
        new Example(
            "an absent key is read as empty, and compareAndSet of it returns false",
            List.of(read(object, Value.NIL), wrong, read(object, Value.NIL))),
        new Example(
            "a client reads what it wrote", List.of(write(object), read(object, Value.of(FIRST)))),
        new Example(
            "compareAndSet replaces the expected value",
            List.of(
                new Step(
                    new RegisterOp.Cas(object, FIRST, SECOND),
                    "true (compareAndSet of the value)",
                    "answer true where the stored value was the expected one and was replaced",
                    Outcome.Ok.class::isInstance),
                read(object, Value.of(SECOND)))),
        new Example(
            "compareAndSet of another value returns false and changes nothing",
            List.of(wrong, read(object, Value.of(SECOND)))));
  }

  private Step write(long object) {
    return new Step(update(object), "success", WRITTEN, Outcome.Ok.class::isInstance);
  }

  private Step read(long object, Value expected) {
    return new Step(
        read(object),
        expected.isNil() ? "empty" : expected.brief(),
        expected.isNil() ? ABSENT : READ,
        new Outcome.Ok(expected)::equals);
  }
}
