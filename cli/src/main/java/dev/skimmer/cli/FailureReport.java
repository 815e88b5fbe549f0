package dev.skimmer.cli;

import dev.skimmer.spi.ConnectorException;
import jakarta.inject.Inject;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says why a command failed, and chooses its exit code. */
final class FailureReport implements IExecutionExceptionHandler {
  private final Messages messages;

  @Inject
  FailureReport(Messages messages) {
    this.messages = messages;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parseResult) {
    if (failure instanceof ConnectorException known) {
      messages.fail(known);
      return known.code().exitCode();
    }
    messages.failUnexpectedly(failure);
    return 1;
  }
}
