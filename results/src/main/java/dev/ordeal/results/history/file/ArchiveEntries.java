package dev.ordeal.results.history.file;

import dev.ordeal.results.history.Brief;
import dev.ordeal.results.history.MalformedHistoryException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which file of an archive or a folder is the history. */
final class ArchiveEntries {
  /** The best first. */
  private static final List<Pattern> NAMES =
      List.of(
          Pattern.compile("history\\.jsonl"),
          Pattern.compile("history\\.jsonl\\.\\w+"),
          Pattern.compile("history\\.edn"),
          Pattern.compile("history\\.edn\\.\\w+"),
          Pattern.compile("history\\.json(\\.\\w+)?"),
          Pattern.compile("history\\.txt(\\.\\w+)?"),
          Pattern.compile(".*\\.(jsonl|edn|json)(\\.\\w+)?"),
          Pattern.compile(".*\\.(txt|log)(\\.\\w+)?"),
          Pattern.compile(".*"));

  /** Files that stand beside histories, or that operating systems add. */
  private static final Pattern OTHERS =
      Pattern.compile(
          "\\..*|run\\.json|faults\\.jsonl|verdict\\.json|results\\.edn"
              + "|test\\.(edn|fressian|jepsen)"
              + "|.*\\.(html|svg|png|xml|pcap)");

  private ArchiveEntries() {}

  /**
   * The history among the files.
   *
   * @param source what messages call the archive
   * @throws MalformedHistoryException if there is none, or several that are as good
   */
  static String history(String source, List<String> files) {
    List<String> candidates =
        files.stream()
            .filter(file -> !file.contains("__MACOSX/"))
            .filter(file -> !OTHERS.matcher(baseName(file)).matches())
            .toList();
    for (Pattern pattern : NAMES) {
      List<String> found =
          candidates.stream().filter(file -> pattern.matcher(baseName(file)).matches()).toList();
      if (found.size() > 1) {
        throw new MalformedHistoryException(
            "%s holds %d files that may be the history, such as %s and %s: unpack it and name one"
                .formatted(
                    MalformedHistoryException.shortened(source),
                    found.size(),
                    Brief.cut(found.get(0)),
                    Brief.cut(found.get(1))));
      }
      if (!found.isEmpty()) {
        return found.getFirst();
      }
    }
    throw new MalformedHistoryException(
        MalformedHistoryException.shortened(source)
            + " holds no file that may be a history, such as history.jsonl; name the file itself");
  }

  private static String baseName(String file) {
    return file.substring(file.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }
}
