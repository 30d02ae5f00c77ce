package dev.ordeal.workloads.client;

/** Makes {@link ObjectCall}s on a client of some contract. */
public final class ObjectCalls implements Client {

  /** What a call means to a contract's client. */
  @FunctionalInterface
  public interface Dispatch {
    Outcome call(ObjectCall call) throws Exception;
  }

  private final AutoCloseable contracted;
  private final Dispatch dispatch;

  public ObjectCalls(AutoCloseable contracted, Dispatch dispatch) {
    this.contracted = contracted;
    this.dispatch = dispatch;
  }

  @Override
  public Outcome invoke(Call call) throws Exception {
    return dispatch.call((ObjectCall) call);
  }

  @Override
  public void close() {
    try {
      contracted.close();
    } catch (Exception alreadyGone) {
      // Closing is all that was wanted.
    }
  }
}
