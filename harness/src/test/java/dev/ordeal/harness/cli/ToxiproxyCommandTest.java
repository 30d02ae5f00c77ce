package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code ordeal toxiproxy} refuses, each with the option and the remedy. */
class ToxiproxyCommandTest {
  @TempDir private Path folder;
  private final StringWriter err = new StringWriter();

  private int toxiproxy(String... options) {
    CommandLine line = Main.commandLine();
    line.setErr(new PrintWriter(err, true));
    String[] arguments = new String[options.length + 1];
    arguments[0] = "toxiproxy";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return line.execute(arguments);
  }

  @Test
  void refusesPortsThatAreNone() {
    assertThat(toxiproxy("-port", "99999")).isEqualTo(64);
    assertThat(err.toString()).contains("--port 99999 is no port");
  }

  @Test
  void refusesUnknownHosts() {
    assertThat(toxiproxy("--host", "no.such.host.invalid", "--port", "0")).isEqualTo(64);
    assertThat(err.toString()).contains("--host no.such.host.invalid: no such host");
  }

  @Test
  void refusesAConfigurationThatIsNone() throws IOException {
    Path config = Files.writeString(folder.resolve("proxies.json"), "[{\"name\":\"a\"}]");
    assertThat(toxiproxy("--port", "0", "--config", config.toString())).isEqualTo(64);
    assertThat(err.toString())
        .contains("proxies.json: missing required field: upstream at proxy 1");
    assertThat(toxiproxy("--port", "0", "--config", folder + "/none")).isEqualTo(64);
  }

  @Test
  void aPortThatIsTakenIsUnavailable() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(toxiproxy("--host", "127.0.0.1", "--port", port)).isEqualTo(69);
      assertThat(err.toString()).contains("Give another --port");
    }
  }
}
