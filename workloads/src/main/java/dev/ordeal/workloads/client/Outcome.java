package dev.ordeal.workloads.client;

import dev.ordeal.results.history.Value;

/** How a call ended, as the client knows it. */
public sealed interface Outcome {

  /**
   * What is known of a call that got no answer: one that changes nothing has failed, any other may
   * have happened.
   */
  static Outcome withoutAnswer(Call call, String error) {
    return call.isReadOnly() ? new Fail(error) : new Info(error);
  }

  /** It happened and returned this. */
  record Ok(Value result) implements Outcome {}

  /** It definitely did not happen. */
  record Fail(String error) implements Outcome {}

  /** It may have happened or not, now or later. */
  record Info(String error) implements Outcome {}
}
