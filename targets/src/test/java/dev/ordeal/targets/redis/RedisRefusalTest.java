package dev.ordeal.targets.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which errors say that nothing was done; the texts are those of Redis 6.2 and 7.0. */
class RedisRefusalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "READONLY You can't write against a read only replica. | true",
        "READONLY You can't write against a read only replica. script: 5a, on @user_script:1.|true",
        "LOADING Redis is loading the dataset in memory | true",
        "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'. | true",
        "NOREPLICAS Not enough good replicas to write. | true",
        "MISCONF Errors writing to the AOF file: No space left on device | true",
        "EXECABORT Transaction discarded because of previous errors. | true",
        "ERR Error running script (call to f_5a): @user_script:1: @user_script: 1: -READONLY You"
            + " can't write against a read only replica.  | true",
        "ERR Error running script (call to f_5a): @user_script:1: attempt to compare | false",
        "ERR value is not an integer or out of range | false",
        "UNBLOCKED force unblock from blocking operation, instance state changed | false",
        "SOMETHING new | false",
        "'' | false",
      })
  void saysWhetherNothingWasDone(String message, boolean isDefinite) {
    assertThat(new RedisRefusal(message).isDefinite()).isEqualTo(isDefinite);
  }
}
