package dev.skimmer.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of all commands about what they say beside what was asked for. */
final class LogOptions {
  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      description = "text (default) or json: one object a line on standard error.")
  private LogFormat format = LogFormat.text;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Prints what happens meanwhile, and the stack of a failure.")
  private boolean debug;

  LogFormat format() {
    return format;
  }

  boolean isDebug() {
    return debug;
  }
}
