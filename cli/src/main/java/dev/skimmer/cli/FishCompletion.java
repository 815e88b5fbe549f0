package dev.skimmer.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes completions for fish, for which picocli has none. */
final class FishCompletion {
  private FishCompletion() {}

  static String of(String name, CommandLine root) {
    StringBuilder script = new StringBuilder("# Completions of %s for fish\n".formatted(name));
    String first = "complete -c %s -n __fish_use_subcommand".formatted(name);
    root.getCommandSpec().options().forEach(option -> append(script, first, option));
    root.getSubcommands()
        .forEach(
            (command, line) ->
                script.append(
                    "%s -f -a %s -d %s\n"
                        .formatted(first, command, quoted(summary(line.getCommandSpec())))));
    root.getSubcommands()
        .forEach(
            (command, line) -> {
              String behind =
                  "complete -c %s -n '__fish_seen_subcommand_from %s'".formatted(name, command);
              line.getCommandSpec().options().forEach(option -> append(script, behind, option));
            });
    return script.toString();
  }

  private static void append(StringBuilder script, String condition, OptionSpec option) {
    if (option.hidden()) {
      return;
    }
    script.append(condition);
    for (String name : option.names()) {
      script.append(
          name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (option.arity().max() > 0) {
      script.append(" -r");
    }
    if (option.type().isEnum()) {
      script.append(
          " -f -a "
              + quoted(
                  Arrays.stream(option.type().getEnumConstants())
                      .map(Object::toString)
                      .collect(Collectors.joining(" "))));
    }
    script.append(
        " -d %s\n".formatted(quoted(firstSentence(String.join(" ", option.description())))));
  }

  private static String summary(CommandSpec command) {
    return firstSentence(String.join(" ", command.usageMessage().description()));
  }

  private static String firstSentence(String text) {
    return text.split("(?<=[.:;]) |%n", 2)[0].replaceAll(" \\(default: [^)]*\\)", "");
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
