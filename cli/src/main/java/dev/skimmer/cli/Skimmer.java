package dev.skimmer.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.RunLast;

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
      InitCommand.class,
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
  @Mixin private LogOptions log = new LogOptions();

  private Skimmer() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Programs read the output, too: figures are written the same way wherever it runs.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
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
    Messages messages = injector.getInstance(Messages.class);
    try (StopOnSignal signals = injector.getInstance(StopOnSignal.class)) {
      signals.install();
      return commandLine(injector).execute(arguments);
    } finally {
      messages.tearDown();
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  static CommandLine commandLine(Injector injector) {
    Skimmer skimmer = new Skimmer();
    Messages messages = injector.getInstance(Messages.class);
    return new CommandLine(skimmer, new GuiceFactory(injector))
        .setExecutionStrategy(
            parsed -> {
              messages.setUp(skimmer.log);
              return new RunLast().execute(parsed);
            })
        .setParameterExceptionHandler(injector.getInstance(UsageReport.class))
        .setExecutionExceptionHandler(injector.getInstance(FailureReport.class));
  }
}
