package dev.skimmer.cli;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.skimmer.config.References;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Source;
import dev.skimmer.text.Printable;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;

/** Names every object that commands share. */
final class CliModule extends AbstractModule {
  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().requireAtInjectOnConstructors();
    bind(Version.class).toInstance(new Version());
    bind(IntervalConverter.class).toInstance(new IntervalConverter());
    bind(StopOnSignal.class).toInstance(new StopOnSignal());
    bind(Messages.class).toInstance(new Messages());
    bind(FailureReport.class);
    bind(UsageReport.class);
    bind(ConfigurationReader.class);
    bind(SyncRunner.class);
    bind(SyncCommand.class);
    bind(VerifyCommand.class);
    bind(StatusCommand.class);
    bind(HistoryCommand.class);
    bind(ReportCommand.class);
    bind(ResetCommand.class);
    bind(CheckCommand.class);
    bind(DiscoverCommand.class);
    bind(SchemaCommand.class);
    bind(PluginsCommand.class);
    bind(CompletionCommand.class);
    bind(VersionCommand.class);
    bind(InitCommand.class);
    bind(DemoCommand.class);
    bind(DecodeCommand.class);
  }

  @Provides
  @Singleton
  static Console console() {
    return new Console(System.out, System.err);
  }

  @Provides
  @Singleton
  static References references() {
    return new References(System.getenv(), CliModule::ask);
  }

  private static Optional<String> ask(String key) {
    return Optional.ofNullable(System.console())
        .map(terminal -> terminal.readPassword("%s: ", Printable.line(key)))
        .map(String::new);
  }

  @Provides
  @Singleton
  static Questions questions() {
    return new Questions.OnTerminal();
  }

  @Provides
  @Singleton
  static Confirmation confirmation() {
    return question ->
        Optional.ofNullable(System.console())
            .map(terminal -> answer(terminal.readLine("%s", question)))
            .orElse(Confirmation.Answer.NOBODY_THERE);
  }

  /** No line at all, at the end of the input, is no yes. */
  private static Confirmation.Answer answer(String line) {
    return line != null && line.strip().toLowerCase(Locale.ROOT).matches("y|yes")
        ? Confirmation.Answer.YES
        : Confirmation.Answer.NO;
  }

  @Provides
  @Singleton
  static Connectors connectors() {
    return Connectors.of(ServiceLoader.load(Source.class), ServiceLoader.load(Destination.class));
  }
}
