package dev.ordeal.results.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://me:hunter2@db:80/x",
        "curl -H 'Authorization: Bearer hunter2' http://db",
        "curl -H \"authorization: basic hunter2\" http://db",
        "http://db/x?token=hunter2&y=1",
        "mysql --password hunter2 -e 'select 1'",
        "mysql --password=hunter2",
        "API_KEY=hunter2 check",
        "{\"secret\": \"hunter2\"}",
      })
  void secretsAreNotShown(String text) {
    assertThat(Redaction.text(text)).doesNotContain("hunter2").contains(Redaction.REDACTED);
  }

  @Test
  void theRestStaysAsItIs() {
    String text =
        "./ordeal run zookeeper --probe 'pgrep -f QuorumPeerMain' --probe http://db:80/metrics#a<1";

    assertThat(Redaction.text(text)).isEqualTo(text);
    assertThat(Redaction.text("http://db/x?token=hunter2&y=1"))
        .isEqualTo("http://db/x?token=[redacted]&y=1");
  }
}
