package dev.skimmer.cli;

import picocli.CommandLine.IVersionProvider;

/** Tells the version that the build wrote into the jar. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "skimmer " + of(Version.class), "Java " + System.getProperty("java.version"),
    };
  }

  /** Returns the version of the jar that a class came from. */
  static String of(Class<?> type) {
    Package from = type.getPackage();
    String version = from == null ? null : from.getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
