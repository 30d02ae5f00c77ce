package dev.ordeal.results.campaign;

import dev.ordeal.results.report.Printable;
import dev.ordeal.results.verdict.Count;
import java.util.ArrayList;
import java.util.List;

/** A campaign as Markdown, for the job summary of a build server or a message. */
public final class CampaignMarkdown {
  private CampaignMarkdown() {}

  /** The document. */
  public static String of(CampaignReport report) {
    List<String> lines = new ArrayList<>();
    lines.add("## %s: %s".formatted(escaped(report.name()), report.worst().name()));
    lines.add("");
    lines.add(report.sentence() + ".");
    if (!report.groups().isEmpty()) {
      lines.add("");
      lines.add("| | failure | seen in (95 % confidence) | beside it | | look at |");
      lines.add("|---|---|---|---|---|---|");
      for (FailureGroup group : report.groups()) {
        RunEnd example = group.example();
        String look = example.report().isEmpty() ? example.console() : example.report();
        lines.add(
            "| %s | %s | %s | %s | %s | `%s` |"
                .formatted(
                    group.status(),
                    escaped(group.signature()),
                    group.rate(),
                    escaped(group.beside()),
                    escaped(group.note()),
                    look.replace("`", "'")));
      }
    }
    lines.add("");
    report.incomplete().ifPresent(why -> lines.add("Incomplete: " + escaped(why) + ".\n"));
    lines.add("Rests on " + escaped(report.assurance()) + ".");
    if (report.quarantined() > 0) {
      lines.add("");
      lines.add(
          "Not counted: %s.".formatted(Count.of(report.quarantined(), "quarantined failure")));
    }
    for (NotSeen failure : report.notSeen()) {
      lines.add("\nNot seen: %s: %s.".formatted(escaped(failure.signature()), failure.sentence()));
    }
    report
        .unused()
        .forEach(entry -> lines.add("\nQuarantined, but not seen: " + escaped(entry.signature())));
    return Printable.of(String.join("\n", lines) + "\n");
  }

  /** What would be markup is text. */
  private static String escaped(String text) {
    return text.replaceAll("([\\\\`*_\\[\\]<>|#~])", "\\\\$1").replaceAll("\\s+", " ");
  }
}
