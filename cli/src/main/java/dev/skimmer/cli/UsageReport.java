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
  private final Console console;

  @Inject
  UsageReport(Console console) {
    this.console = console;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    console.err().println("skimmer: " + Console.printable(failure.getMessage()));
    StringWriter suggestions = new StringWriter();
    UnmatchedArgumentException.printSuggestions(failure, new PrintWriter(suggestions, true));
    suggestions
        .toString()
        .lines()
        .forEach(line -> console.err().println("skimmer: " + Console.printable(line)));
    console
        .err()
        .println(
            "skimmer: '%s --help' lists what there is."
                .formatted(command.getCommandSpec().qualifiedName()));
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
