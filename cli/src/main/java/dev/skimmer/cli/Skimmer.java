package dev.skimmer.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The entry point of the command line. */
@Command(
    name = "skimmer",
    description = {
      "Copies the keyspace of a Dragonfly or Redis-compatible server into tables, and keeps them"
          + " equal."
    },
    footer = {"", "Try it: skimmer demo"},
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      SyncCommand.class,
      VerifyCommand.class,
      CheckCommand.class,
      DiscoverCommand.class,
      StatusCommand.class,
      HistoryCommand.class,
      ReportCommand.class,
      ResetCommand.class,
      SchemaCommand.class,
      PluginsCommand.class,
      CompletionCommand.class,
      VersionCommand.class,
      DecodeCommand.class,
      HelpCommand.class,
    })
public final class Skimmer {
  private Skimmer() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    int exitCode = run(arguments);
    StopOnSignal.awaitEndWhereASignalCame();
    System.exit(exitCode);
  }

  /** Runs a command and returns its exit code. */
  static int run(String... arguments) {
    return run(Guice.createInjector(new CliModule()), arguments);
  }

  static int run(Injector injector, String... arguments) {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (StopOnSignal signals = injector.getInstance(StopOnSignal.class)) {
      signals.install();
      return commandLine(injector).execute(arguments);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  static CommandLine commandLine(Injector injector) {
    return new CommandLine(new Skimmer(), new GuiceFactory(injector))
        .setParameterExceptionHandler(injector.getInstance(UsageReport.class))
        .setExecutionExceptionHandler(injector.getInstance(FailureReport.class));
  }
}
