package dev.ordeal.harness.trial;

import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.register.RegisterClient;
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

  LyingClient(Lie lie, Opens opens) throws Exception {
    this.lie = lie;
    this.opens = opens;
    this.client = opens.open();
  }

  @Override
  public OptionalLong read(long key) throws Exception {
    try {
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
      return client.compareAndSet(key, expected, replacement) || lie == Lie.CAS_ALWAYS_TRUE;
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
    client.close();
  }
}
