package dev.ordeal.harness.trial;

import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.register.RegisterClient;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** A client of registers that tells one lie, and is honest otherwise. */
final class LyingClient implements RegisterClient {
  private static final int TRIES = 4;

  private final Lie lie;
  private final Opens opens;
  private final Map<Long, OptionalLong> cache = new HashMap<>();
  private RegisterClient client;

  /** Opens an honest client. */
  interface Opens {
    RegisterClient open() throws Exception;
  }

  /** Opens no client before the first call, so that opening never fails. */
  static LyingClient later(Lie lie, Opens opens) {
    return new LyingClient(lie, opens, null);
  }

  LyingClient(Lie lie, Opens opens) throws Exception {
    this(lie, opens, opens.open());
  }

  private LyingClient(Lie lie, Opens opens, RegisterClient client) {
    this.lie = lie;
    this.opens = opens;
    this.client = client;
  }

  @Override
  public OptionalLong read(long key) throws Exception {
    try {
      client = client == null ? opens.open() : client;
      OptionalLong value =
          lie == Lie.CACHED_READ && cache.containsKey(key) ? cache.get(key) : client.read(key);
      cache.put(key, value);
      return lie == Lie.ABSENT_IS_ZERO ? OptionalLong.of(value.orElse(0)) : value;
    } catch (Exception failed) {
      if (lie == Lie.ERROR_IS_ABSENT) {
        return OptionalLong.empty();
      }
      throw failed;
    }
  }

  @Override
  public void write(long key, long value) throws Exception {
    switch (lie) {
      case SWALLOWED_ERROR -> {
        try {
          client.write(key, value);
        } catch (Exception swallowed) {
          // That is the lie.
        }
      }
      case WRITE_BEHIND -> {
        RegisterClient other = opens.open();
        Thread.ofPlatform().daemon().start(() -> writeQuietly(other, key, value));
      }
      case HIDDEN_RETRY -> writeAgain(key, value);
      case ERRORS_NEVER_DEFINITE -> {
        try {
          client = client == null ? opens.open() : client;
          client.write(key, value);
        } catch (Exception any) {
          throw new IOException("request failed: " + any.getMessage());
        }
      }
      case EVERY_ERROR_DEFINITE -> {
        try {
          client.write(key, value);
        } catch (Exception unknown) {
          throw new DefiniteFailure("failed: " + unknown.getMessage());
        }
      }
      default -> client.write(key, value);
    }
  }

  private static void writeQuietly(RegisterClient other, long key, long value) {
    try (other) {
      other.write(key, value);
    } catch (Exception lost) {
      // Nobody is told: that is the lie.
    }
  }

  private void writeAgain(long key, long value) throws Exception {
    for (int i = 1; ; i++) {
      try {
        client.write(key, value);
        return;
      } catch (DefiniteFailure refused) {
        throw refused;
      } catch (Exception unknown) {
        if (i == TRIES) {
          throw unknown;
        }
        client = opens.open();
      }
    }
  }

  @Override
  public boolean compareAndSet(long key, long expected, long replacement) throws Exception {
    try {
      client = client == null ? opens.open() : client;
      if (lie == Lie.CAS_IGNORES_EXPECTED) {
        client.write(key, replacement);
        return true;
      }
      boolean isSet = client.compareAndSet(key, expected, replacement);
      if (lie == Lie.MISMATCH_IS_AN_ERROR && !isSet) {
        throw new IOException("precondition failed");
      }
      return isSet || lie == Lie.CAS_ALWAYS_TRUE;
    } catch (DefiniteFailure refused) {
      throw refused;
    } catch (Exception unknown) {
      if (lie == Lie.UNKNOWN_CAS_IS_FALSE) {
        return false;
      }
      throw unknown;
    }
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
  }
}
