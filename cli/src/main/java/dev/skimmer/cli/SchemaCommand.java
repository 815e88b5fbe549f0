package dev.skimmer.cli;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints what a configuration may hold. */
@Command(
    name = "schema",
    header = "Prints the JSON Schema of a configuration.",
    description = {
      "Draft 2020-12, with every connector that is there: for editors, and for checks before a file is deployed."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: skimmer schema > skimmer.schema.json"})
final class SchemaCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--driver-path",
      paramLabel = "PATH",
      description = "A jar or a folder of jars with connectors, as of sync; may be repeated.")
  private List<String> driverPath = new ArrayList<>();

  @Inject
  SchemaCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Connectors connectors = Plugins.load(driverPath).use().connectors();
    console.out().println(ConfigurationSchema.of(connectors).toPrettyString());
    console.out().flush();
    return 0;
  }
}
