package dev.ordeal.results.browse;

import dev.ordeal.results.run.DatedFolders;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.RunInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads of a folder what a list shows; whatever is damaged or missing is said there. */
final class SavedRunReader {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int WHAT_MAX = 200;
  private static final String PAGE = "index.html";

  private SavedRunReader() {}

  /** By which one sees that something has changed. */
  static String stamp(Path folder, boolean isCampaign) {
    return isCampaign
        ? stamp(folder.resolve("summary.json")) + stamp(folder.resolve(PAGE))
        : stamp(folder.resolve("run.json"))
            + stamp(folder.resolve("verdict.json"))
            + stamp(folder.resolve("report.html"));
  }

  private static String stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file) + "," + Files.size(file) + ";";
    } catch (IOException missing) {
      return ";";
    }
  }

  static SavedRun run(int root, String path, Path folder) {
    RunFolder run;
    RunInfo info;
    try {
      run = RunFolder.open(folder);
      info = run.info();
    } catch (IOException | RuntimeException damaged) {
      return new SavedRun(
          root,
          path,
          false,
          started(folder),
          "",
          "DAMAGED",
          "run.json is missing or damaged",
          0,
          "");
    }
    if (info == null || info.target() == null) {
      return new SavedRun(
          root, path, false, started(folder), "", "DAMAGED", "run.json says nothing", 0, "");
    }
    Summary summary = summary(run.verdict());
    String state = summary.state().isEmpty() ? stateOf(info) : summary.state();
    String what = summary.state().isEmpty() ? progress(run, info, state) : summary.what();
    return new SavedRun(
        root,
        path,
        false,
        info.started() == null ? started(folder) : info.started(),
        info.target() + " " + info.workload(),
        state,
        cut(what),
        info.seed(),
        Files.isRegularFile(run.report()) ? "report.html" : "");
  }

  private static String stateOf(RunInfo info) {
    if (info.isAbandoned()) {
      return "KILLED";
    }
    return info.state() == null ? "DAMAGED" : info.state().toUpperCase(Locale.ROOT);
  }

  private static String progress(RunFolder run, RunInfo info, String state) {
    if (!state.equals("RUNNING")) {
      return info.reason() == null ? "" : info.reason();
    }
    try {
      return "history so far: %,d KiB".formatted(Files.size(run.history()) / 1024);
    } catch (IOException notBegun) {
      return "starting";
    }
  }

  static SavedRun campaign(int root, String path, Path folder) {
    String name = folder.getParent() == null ? path : folder.getParent().getFileName().toString();
    String page = Files.isRegularFile(folder.resolve(PAGE)) ? PAGE : "";
    String state = "UNFINISHED";
    String what = "no summary yet";
    Path file = folder.resolve("summary.json");
    if (Files.isRegularFile(file)) {
      try {
        JsonNode summary = JSON.readTree(Files.readAllBytes(file));
        state = summary.path("worst").asString("unknown").toUpperCase(Locale.ROOT);
        List<String> counts = new ArrayList<>();
        summary
            .path("runs")
            .properties()
            .forEach(
                count -> {
                  if (count.getValue().asInt(0) > 0) {
                    counts.add(count.getValue().asInt() + " " + count.getKey());
                  }
                });
        what = "campaign: " + String.join(", ", counts);
      } catch (IOException | JacksonException damaged) {
        state = "DAMAGED";
        what = "summary.json is damaged";
      }
    }
    return new SavedRun(root, path, true, started(folder), name, state, cut(what), 0, page);
  }

  /** By the folder's name; empty if that does not say it. */
  private static String started(Path folder) {
    return DatedFolders.instant(folder.getFileName().toString()).map(Instant::toString).orElse("");
  }

  /** A verdict and what it says in short; both empty if there is none. */
  private record Summary(String state, String what) {}

  /** Reads a verdict's first fields only: witnesses may be long. */
  private static Summary summary(Path verdict) {
    if (!Files.isRegularFile(verdict)) {
      return new Summary("", "");
    }
    String valid = "";
    String reason = "";
    List<String> anomalies = new ArrayList<>();
    try (InputStream in = Files.newInputStream(verdict);
        JsonParser json = JSON.createParser(in)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME
          && !json.currentName().equals("checkers")) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "valid" -> valid = json.getValueAsString("no verdict");
          case "reason" -> reason = json.getValueAsString("");
          case "anomalies" -> {
            while (json.nextToken() == JsonToken.VALUE_STRING) {
              anomalies.add(json.getString());
            }
          }
          default -> json.skipChildren();
        }
      }
    } catch (IOException | JacksonException damaged) {
      return new Summary("DAMAGED", "verdict.json is damaged");
    }
    String state =
        switch (valid) {
          case "true" -> "VALID";
          case "false" -> "INVALID";
          case "unknown" -> "UNKNOWN";
          default -> "DAMAGED";
        };
    if (state.equals("DAMAGED")) {
      return new Summary(state, "verdict.json has no verdict");
    }
    return new Summary(
        state, anomalies.isEmpty() ? reason : String.join(", ", anomalies) + ": " + reason);
  }

  private static String cut(String text) {
    return text.length() <= WHAT_MAX ? text : text.substring(0, WHAT_MAX - 1) + "…";
  }
}
