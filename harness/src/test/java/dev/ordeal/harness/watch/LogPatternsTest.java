package dev.ordeal.harness.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogPatternsTest {
  @Test
  void findsHowProgramsSayThatTheyAreBroken() {
    for (String line :
        List.of(
            "panic: runtime error: index out of range [3] with length 3",
            "2026/11/28 13:00:00 panic: send on closed channel",
            "goroutine 1 [running]:",
            "fatal error: all goroutines are asleep - deadlock!",
            "{\"level\":\"panic\",\"ts\":\"2026-11-28\",\"msg\":\"failed to apply\"}",
            "{\"level\":\"fatal\",\"ts\":\"2026-11-28\",\"caller\":\"etcdmain/etcd.go:204\"}",
            "thread 'main' panicked at src/main.rs:2:5:",
            "thread 'raft' (1234) panicked at src/raft.rs:10:1:",
            "2026-11-28 13:00:00.000 UTC [1] PANIC:  could not locate a valid checkpoint record",
            "server process (PID 7) was terminated by signal 11: Segmentation fault",
            "server process (PID 7) was terminated by signal 6: Aborted",
            "redis-server: dict.c:12: dictAdd: Assertion `x != 0' failed.",
            "assertion failed: left == right",
            "java.lang.AssertionError: expected 3",
            "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space",
            "# A fatal error has been detected by the Java Runtime Environment:",
            "#  SIGSEGV (0xb) at pc=0x00007f, pid=1, tid=2",
            "==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x1",
            "terminate called after throwing an instance of 'std::bad_alloc'",
            "free(): double free or corruption (out)",
            "F20261128 13:00:00.000000 12 raft.cc:99] Check failed: x",
            "[2026/11/28 13:00:00.000 +00:00] [FATAL] [server.rs:12] [oops]",
            "[ERROR] InnoDB: Database page corruption on disk",
            "wal: checksum corrupted at 12",
            "the index is corrupt")) {
      assertThat(LogPatterns.kind(line)).as(line).isPresent();
    }
  }

  @Test
  void isSilentAboutWhatDatabasesLogWhenTheyAreKilledCutOffAndRestarted() {
    for (String line :
        List.of(
            "2026-11-28 UTC [1] FATAL:  the database system is starting up",
            "2026-11-28 UTC [1] FATAL:  terminating connection due to administrator command",
            "LOG:  server process (PID 7) was terminated by signal 9: Killed",
            "{\"level\":\"info\",\"initial-corrupt-check\":false,"
                + "\"corrupt-check-time-interval\":\"0s\"}",
            "{\"level\":\"warn\",\"msg\":\"prober detected unhealthy status\",\"error\":\"EOF\"}",
            "{\"level\":\"error\",\"msg\":\"failed to read WAL, repairing\",\"error\":\"unexpected"
                + " EOF\"}",
            "java.net.SocketException: Socket closed",
            "java.io.EOFException: Failed to read 4 bytes from file",
            "WARN CRC check failed for snapshot.100000000",
            "WARN Unexpected exception causing shutdown while sock still open",
            "ERROR Couldn't bind to nodes",
            "INFO Shutting down (SIGTERM)",
            "INFO received SIGINT, shutting down",
            "-XX:+ExitOnOutOfMemoryError -XX:+HeapDumpOnOutOfMemoryError",
            "corruption-check enabled",
            "accepting failed: java.net.SocketException: Too many open files",
            "panic_on_corruption=false")) {
      assertThat(LogPatterns.kind(line)).as(line).isEmpty();
    }
  }
}
