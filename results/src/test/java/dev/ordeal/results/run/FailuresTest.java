package dev.ordeal.results.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void nameNoClass() {
    IOException directory = new IOException("Is a directory");
    assertThat(Failures.text(new UncheckedIOException(directory))).isEqualTo("Is a directory");
    assertThat(Failures.text(new ExecutionException(directory))).isEqualTo("Is a directory");
    assertThat(Failures.text(new ConnectException())).isEqualTo("connection refused");
    assertThat(Failures.text(new SocketTimeoutException())).isEqualTo("socket timeout");
    assertThat(Failures.text(new AccessDeniedException("/x"))).isEqualTo("/x: permission denied");
  }
}
