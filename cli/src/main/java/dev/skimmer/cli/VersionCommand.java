package dev.skimmer.cli;

import dev.skimmer.cli.text.Json;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells the version. */
@Command(
    name = "version",
    description = "Tells the version of Skimmer, of Java and of the system.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: skimmer version --output json"})
final class VersionCommand implements Callable<Integer> {
  private final Version version;
  private final Console console;

  @Mixin private OutputOption output = new OutputOption();

  @Inject
  VersionCommand(Version version, Console console) {
    this.version = version;
    this.console = console;
  }

  @Override
  public Integer call() {
    switch (output.format()) {
      case text -> {
        for (String line : version.getVersion()) {
          console.out().println(line);
        }
        console.out().println(system());
      }
      case json ->
          console
              .out()
              .print(
                  Json.line(
                      Json.object()
                          .put("skimmer", Version.of(Version.class))
                          .put("java", System.getProperty("java.version"))
                          .put("system", system())));
    }
    console.out().flush();
    return 0;
  }

  private static String system() {
    return System.getProperty("os.name") + " " + System.getProperty("os.arch");
  }
}
