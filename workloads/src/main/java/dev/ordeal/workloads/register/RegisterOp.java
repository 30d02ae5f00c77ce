package dev.ordeal.workloads.register;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.client.Call;

/** What can be asked of a register. */
public sealed interface RegisterOp extends Call {
  /** The register concerned. */
  long register();

  @Override
  default Value key() {
    return Value.of(register());
  }

  record Read(long register) implements RegisterOp {
    @Override
    public String function() {
      return "read";
    }

    @Override
    public Value argument() {
      return Value.NIL;
    }
  }

  record Write(long register, long value) implements RegisterOp {
    @Override
    public String function() {
      return "write";
    }

    @Override
    public Value argument() {
      return Value.of(value);
    }
  }

  record Cas(long register, long expected, long replacement) implements RegisterOp {
    @Override
    public String function() {
      return "cas";
    }

    @Override
    public Value argument() {
      return Value.seq(Value.of(expected), Value.of(replacement));
    }
  }
}
