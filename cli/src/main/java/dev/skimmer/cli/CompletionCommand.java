package dev.skimmer.cli;

import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that lets a shell complete commands and options. */
@Command(
    name = "completion",
    description = "Prints a script that lets a shell complete commands and options.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: skimmer completion bash > ~/.local/share/bash-completion/completions/skimmer",
      "         skimmer completion fish > ~/.config/fish/completions/skimmer.fish",
      "         source <(skimmer completion zsh)"
    })
final class CompletionCommand implements Callable<Integer> {
  private static final String NAME = "skimmer";

  /** The shells that there is a script for. */
  enum Shell {
    bash,
    zsh,
    fish
  }

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
  private Shell shell;

  @Inject
  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    console
        .out()
        .print(
            switch (shell) {
              // One script for both: it brings zsh to understand completions of bash.
              case bash, zsh -> AutoComplete.bash(NAME, root);
              case fish -> FishCompletion.of(NAME, root);
            });
    console.out().flush();
    return 0;
  }
}
