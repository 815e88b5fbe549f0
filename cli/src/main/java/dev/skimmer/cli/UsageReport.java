package dev.skimmer.cli;

import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints what is wrong with the words of a command, and what to do, in a line each. */
final class UsageReport implements IParameterExceptionHandler {
  private final Messages messages;

  @Inject
  UsageReport(Messages messages) {
    this.messages = messages;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    // The options have not been read to their end.
    if (String.join(" ", arguments).matches("(.* )?--log-format[ =]json( .*)?")) {
      messages.writeJson();
    }
    CommandLine command = failure.getCommandLine();
    messages.complain(failure.getMessage());
    StringWriter suggestions = new StringWriter();
    UnmatchedArgumentException.printSuggestions(failure, new PrintWriter(suggestions, true));
    suggestions.toString().lines().forEach(messages::complain);
    messages.complain(
        "'%s --help' lists what there is.".formatted(command.getCommandSpec().qualifiedName()));
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
