package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every command has an example in its help, and stands in the documentation with its options. */
class CommandLineReferenceTest {
  private static final Path REFERENCE = Path.of("..", "docs", "command-line.md");

  @TestFactory
  Stream<DynamicTest> everyCommandIsDocumentedWithItsOptions() throws IOException {
    String reference = Files.readString(REFERENCE);
    return commands()
        .map(
            command ->
                DynamicTest.dynamicTest(
                    command.getCommandName(),
                    () -> {
                      assertThat(reference).contains("## `" + command.getCommandName() + "`");
                      assertThat(command.getCommandSpec().options())
                          .filteredOn(option -> !option.usageHelp() && !option.versionHelp())
                          .allSatisfy(option -> assertThat(reference).contains(longest(option)));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyCommandHasAnExampleInItsHelp() {
    return commands()
        .map(
            command ->
                DynamicTest.dynamicTest(
                    command.getCommandName(),
                    () ->
                        assertThat(Arrays.asList(command.getCommandSpec().usageMessage().footer()))
                            .anyMatch(
                                line ->
                                    line.startsWith(
                                        "Example: skimmer " + command.getCommandName()))));
  }

  private static String longest(OptionSpec option) {
    return "`" + option.longestName();
  }

  private static Stream<CommandLine> commands() {
    return Skimmer.commandLine(Guice.createInjector(new CliModule()))
        .getSubcommands()
        .values()
        .stream()
        .filter(command -> !command.getCommandName().equals("help"));
  }
}
