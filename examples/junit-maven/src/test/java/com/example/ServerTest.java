package com.example;

import dev.ordeal.junit.Ordeal;
import dev.ordeal.junit.OrdealTest;
import java.time.Duration;
import java.util.Map;

/** The server, killed and paused; {@code -Dserver=memory} shows how the test fails. */
class ServerTest {
  @OrdealTest(seeds = 1)
  void keepsWhatItAcknowledged() {
    Map<String, String> options = Map.of("keeps", System.getProperty("server", "file"));
    Ordeal.of(ServerDatabase.class.getName(), options)
        .workload("register")
        .faults("kill", "pause")
        .time(Duration.ofSeconds(15))
        .run()
        .assertValid();
  }
}
