package dev.skimmer.cli;

import picocli.CommandLine.Option;

/** The option of every command that prints what was asked for. */
final class OutputOption {
  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description = "text (default) or json: one object on standard output.")
  private OutputFormat format = OutputFormat.text;

  OutputFormat format() {
    return format;
  }
}
