package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ordeal toxiproxy} refuses, each with the option and the remedy. */
class ToxiproxyCommandTest {
  @TempDir private Path folder;
  private final Ordeal ordeal = new Ordeal();

  private int toxiproxy(String... options) {
    return ordeal.run(
        Stream.concat(Stream.of("toxiproxy"), Stream.of(options)).toArray(String[]::new));
  }

  @Test
  void refusesPortsThatAreNone() {
    assertThat(toxiproxy("-port", "99999")).isEqualTo(64);
    assertThat(ordeal.err()).contains("--port 99999 is no port");
  }

  @Test
  void refusesUnknownHosts() {
    assertThat(toxiproxy("--host", "no.such.host.invalid", "--port", "0")).isEqualTo(64);
    assertThat(ordeal.err()).contains("--host no.such.host.invalid: no such host");
  }

  @Test
  void refusesAConfigurationThatIsNone() throws IOException {
    Path config = Files.writeString(folder.resolve("proxies.json"), "[{\"name\":\"a\"}]");
    assertThat(toxiproxy("--port", "0", "--config", config.toString())).isEqualTo(64);
    assertThat(ordeal.err()).contains("proxies.json: missing required field: upstream at proxy 1");
    assertThat(toxiproxy("--port", "0", "--config", folder + "/none")).isEqualTo(64);
  }

  @Test
  void aPortThatIsTakenIsUnavailable() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(toxiproxy("--host", "127.0.0.1", "--port", port)).isEqualTo(69);
      assertThat(ordeal.err()).contains("Give another --port");
    }
  }
}
