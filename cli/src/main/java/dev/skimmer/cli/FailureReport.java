package dev.skimmer.cli;

import dev.skimmer.spi.ConnectorException;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints why a command failed, and chooses its exit code. */
final class FailureReport implements IExecutionExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(FailureReport.class);

  private final Console console;

  @Inject
  FailureReport(Console console) {
    this.console = console;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parseResult) {
    LOG.debug("The command failed", failure);
    if (failure instanceof ConnectorException known) {
      console.err().println("skimmer: " + Console.printable(known.getMessage()));
      return known.code().exitCode();
    }
    console
        .err()
        .println(
            "skimmer: an unexpected %s. This is a bug in Skimmer; please report it with the stack"
                    .formatted(failure.getClass().getName())
                + " below.");
    failure.printStackTrace(console.err());
    return 1;
  }
}
