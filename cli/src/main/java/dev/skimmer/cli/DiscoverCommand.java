package dev.skimmer.cli;

import dev.skimmer.cli.discover.DiscoveryReport;
import dev.skimmer.engine.Discovery;
import dev.skimmer.spi.Advice;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Profiles a keyspace before it is synced. */
@Command(
    name = "discover",
    description = {
      "Looks at some keys, or all, and tells what the keyspace is made of: types, families of"
          + " names, expiries, sizes, memory, and what a sync would cost. Changes nothing."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: skimmer discover CONFIG.json --sample 50000"})
final class DiscoverCommand implements Callable<Integer> {
  private final ConfigurationReader reader;
  private final Console console;

  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

  @Option(
      names = "--sample",
      paramLabel = "KEYS",
      description = "How many keys to look at (default: ${DEFAULT-VALUE}).",
      defaultValue = "10000")
  private long sample;

  @Option(names = "--full", description = "Look at every key.")
  private boolean full;

  @Option(
      names = "--families",
      paramLabel = "NUMBER",
      description = "How many families of names to print (default: ${DEFAULT-VALUE}).",
      defaultValue = "15")
  private int families;

  @Mixin private OutputOption output = new OutputOption();

  @Inject
  DiscoverCommand(ConfigurationReader reader, Console console) {
    this.reader = reader;
    this.console = console;
  }

  @Override
  public Integer call() {
    return console.reportingFailures(output.format(), this::discover);
  }

  private int discover() {
    AtomicReference<ConfigurationText> configured = new AtomicReference<>();
    Discovery found =
        configuration
            .read(reader, configured::set)
            .source()
            .discover(full ? Long.MAX_VALUE : Math.max(1, sample));
    List<Advice> advice = found.tables().stream().flatMap(each -> each.advice().stream()).toList();
    DiscoveryReport report = new DiscoveryReport(found, configured.get().with(advice).json());
    console
        .out()
        .print(
            switch (output.format()) {
              case text -> report.text(Math.max(0, families));
              case json -> report.json();
            });
    console.out().flush();
    return 0;
  }
}
