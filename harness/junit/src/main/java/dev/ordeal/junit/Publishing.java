package dev.ordeal.junit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Attaches what a run left to its test, for JUnit's own reports. */
final class Publishing {
  private static final MediaType HTML = MediaType.create("text", "html", StandardCharsets.UTF_8);

  private Publishing() {}

  static void publish(ExtensionContext context, OrdealRun run) {
    Map<String, String> entry = new LinkedHashMap<>();
    entry.put("ordeal.verdict", run.verdict().name());
    entry.put("ordeal.seed", Long.toString(run.seed()));
    entry.put("ordeal.report", run.report().toString());
    context.publishReportEntry(entry);
    String id = run.folder().getFileName().toString();
    publish(context, id + ".html", HTML, run.report());
    publish(context, id + ".log", MediaType.TEXT_PLAIN_UTF_8, run.log());
  }

  private static void publish(ExtensionContext context, String name, MediaType type, Path file) {
    if (Files.exists(file)) {
      context.publishFile(
          name, type, place -> Files.copy(file, place, StandardCopyOption.REPLACE_EXISTING));
    }
  }
}
