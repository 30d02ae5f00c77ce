package dev.ordeal.targets.host;

/** The command that unpacks an archive. */
public final class Unpacking {
  private Unpacking() {}

  /**
   * For {@code sh}: the folder is there only if all of the archive is.
   *
   * @param archive of any kind that {@code tar} knows; a single folder in it is left out
   * @param into a folder that is made anew
   */
  public static String command(String archive, String into) {
    return String.join(
        "\n",
        "set -e",
        "into=%s".formatted(Shell.quoted(into)),
        "part=$into.part.$$",
        "mkdir -p \"$part\"",
        "trap 'rm -rf \"$part\"' EXIT",
        "tar -C \"$part\" -o -xf %s".formatted(Shell.quoted(archive)),
        "only=$(ls -A \"$part\")",
        "[ -n \"$only\" ]",
        "whole=$part",
        "if [ -d \"$part/$only\" ]; then whole=$part/$only; fi",
        "rm -rf \"$into\"",
        "mv -T \"$whole\" \"$into\"");
  }
}
