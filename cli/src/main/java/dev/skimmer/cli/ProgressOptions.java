package dev.skimmer.cli;

import dev.skimmer.cli.progress.Progress;
import picocli.CommandLine.Option;

/** The options of a command that shows how it goes. */
final class ProgressOptions {
  @Option(
      names = {"-q", "--quiet"},
      description = "Prints nothing but errors, and what --output json asks for.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Shows each split of the keyspace, too.")
  private boolean verbose;

  boolean isQuiet() {
    return quiet;
  }

  Progress of(Messages messages) {
    if (quiet) {
      return Progress.QUIET;
    }
    if (messages.isJson()) {
      return Progress.LOGGED;
    }
    return verbose ? Progress.VERBOSE : Progress.NORMAL;
  }
}
