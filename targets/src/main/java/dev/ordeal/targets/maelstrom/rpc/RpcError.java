package dev.ordeal.targets.maelstrom.rpc;

import dev.ordeal.workloads.client.DefiniteFailure;
import java.io.IOException;
import java.util.Set;

/** An error that a node answered with. */
final class RpcError extends Exception {
  private static final long serialVersionUID = 1L;

  /** Errors after which a request may have happened: a timeout and a crash. */
  private static final Set<Integer> INDEFINITE = Set.of(0, 13);

  /** Numbers from here on are a node's own; their meaning is unknown. */
  private static final int OWN_ERRORS = 1_000;

  private final int code;

  RpcError(int code, String text) {
    super("error %d: %s".formatted(code, text), null, false, false);
    this.code = code;
  }

  int code() {
    return code;
  }

  /** The same as what the harness understands: a definite failure, or an unknown outcome. */
  Exception asOutcome() {
    return INDEFINITE.contains(code) || code >= OWN_ERRORS
        ? new IOException(getMessage())
        : new DefiniteFailure(getMessage());
  }
}
