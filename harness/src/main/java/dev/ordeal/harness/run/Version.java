package dev.ordeal.harness.run;

/** This program's version. */
public final class Version {
  private Version() {}

  /** From the jar's manifest; {@code development} when it runs from classes. */
  public static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
