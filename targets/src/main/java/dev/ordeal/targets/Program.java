package dev.ordeal.targets;

/**
 * A program that a node needs on its machine.
 *
 * @param command by which it is found there
 * @param debianPackage what has it; empty if no package of Debian does
 * @param remedy what a user does who lacks it, as the end of a sentence
 */
public record Program(String command, String debianPackage, String remedy) {

  /** One that a package of Debian has. */
  public Program(String command, String debianPackage) {
    this(command, debianPackage, "install it there (Debian: %s)".formatted(debianPackage));
  }

  /** One that has to be brought. */
  public static Program withoutPackage(String command, String remedy) {
    return new Program(command, "", remedy);
  }

  /** Whether a package of Debian has it. */
  public boolean hasPackage() {
    return !debianPackage.isEmpty();
  }
}
