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

  Progress.Detail detail(Messages messages) {
    if (quiet) {
      return Progress.Detail.QUIET;
    }
    if (messages.isJson()) {
      return Progress.Detail.LOGGED;
    }
    return verbose ? Progress.Detail.VERBOSE : Progress.Detail.NORMAL;
  }
}
