package dev.skimmer.cli;

import java.io.Console;
import java.util.Optional;

/** Asks somebody for texts. */
interface Questions {
  /** Returns whether there is a terminal to ask on. */
  boolean isSomebodyThere();

  /** Asks for a line; empty at the end of the input. */
  Optional<String> ask(String question);

  /** Asks for a line that is not shown; empty at the end of the input. */
  Optional<String> askSecret(String question);

  /** Asks on the terminal that standard input and standard output are, where they are one. */
  final class OnTerminal implements Questions {
    @Override
    public boolean isSomebodyThere() {
      return terminal().isPresent();
    }

    @Override
    public Optional<String> ask(String question) {
      return terminal().map(console -> console.readLine("%s", question)).map(String::strip);
    }

    @Override
    public Optional<String> askSecret(String question) {
      return terminal().map(console -> console.readPassword("%s", question)).map(String::new);
    }

    /** Looked for when somebody is to be asked: every other command starts without. */
    private static Optional<Console> terminal() {
      return Optional.ofNullable(System.console());
    }
  }
}
