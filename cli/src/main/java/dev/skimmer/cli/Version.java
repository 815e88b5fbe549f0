package dev.skimmer.cli;

import picocli.CommandLine.IVersionProvider;

/** Tells the version that the build wrote into the jar. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "skimmer " + (version == null ? "(unpackaged)" : version),
      "Java " + System.getProperty("java.version"),
    };
  }
}
