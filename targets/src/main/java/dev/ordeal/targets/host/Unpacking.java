package dev.ordeal.targets.host;

import dev.ordeal.targets.shell.CommandResult;
import dev.ordeal.targets.shell.Shell;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Unpacks an archive somewhere: the folder is there only if all of the archive is.
 *
 * @param archive of any kind that {@code tar} knows; a single folder in it is left out
 * @param into a folder that is deleted and made again
 */
record Unpacking(Path archive, Path into) {
  /**
   * Does it.
   *
   * @param original how people know the archive
   */
  void at(HostShell place, Path original) throws IOException {
    CommandResult answer = place.execute(command());
    if (!answer.isGood()) {
      throw new IOException(
          "%s: cannot unpack %s: %s".formatted(place.name(), original, answer.output().strip()));
    }
  }

  private String command() {
    return String.join(
        "\n",
        "set -e",
        "into=%s".formatted(Shell.quoted(into.toString())),
        "part=$into.part.$$",
        "mkdir -p \"$part\"",
        "trap 'rm -rf \"$part\"' EXIT",
        "tar -C \"$part\" -o -xf %s".formatted(Shell.quoted(archive.toString())),
        "only=$(ls -A \"$part\")",
        "[ -n \"$only\" ]",
        "whole=$part",
        "if [ -d \"$part/$only\" ]; then whole=$part/$only; fi",
        "rm -rf \"$into\"",
        "mv -T \"$whole\" \"$into\"");
  }
}
