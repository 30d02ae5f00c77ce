package dev.ordeal.workloads.generator;

/**
 * An immutable value that yields the next operation for a context and learns from events.
 *
 * <p>Pure: no input or output, no clock but the context's, no randomness but a {@link Seed} it
 * carries. The interpreter may ask one generator several times and use only one of the answers.
 */
public interface Generator {

  /** What to do next. */
  sealed interface Step {}

  /** Nothing, ever again. */
  record Done() implements Step {}

  /**
   * Nothing now; ask again after an event or a moment.
   *
   * @param next what to ask then
   */
  record Pending(Generator next) implements Step {}

  /**
   * This operation; its time may lie ahead, and if something ends before then the interpreter drops
   * it and asks the same generator again.
   *
   * @param next what to ask once the operation has been taken
   */
  record Emit(Op op, Generator next) implements Step {}

  Step DONE = new Done();

  Step next(Context context);

  /** The generator after an event: an operation of a thread in sight began or ended. */
  default Generator update(Context context, GeneratorEvent event) {
    return this;
  }
}
