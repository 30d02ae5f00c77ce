package dev.ordeal.harness.supervise;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Sends what libraries log, and what their threads die of, into the run folder. */
public final class RunLogging {
  private RunLogging() {}

  @SuppressWarnings("LockOnNonEnclosingClassLiteral")
  private static LoggerContext context() {
    // While another thread is the first to log, SLF4J has a substitute; it holds this lock
    // meanwhile.
    synchronized (LoggerFactory.class) {
      return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
  }

  /** Sends all of this process from now on into one file, which need not be there yet. */
  public static void toFile(Path file) {
    LoggerContext context = context();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level [%thread] %logger{20} %msg%n");
    encoder.start();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(context);
    appender.setFile(file.toString());
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(appender);
    root.setLevel(Level.INFO);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failed) -> root.error("thread " + thread.getName() + " ended", failed));
  }
}
