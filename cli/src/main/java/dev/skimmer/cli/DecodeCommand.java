package dev.skimmer.cli;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.text.EscapedText;
import jakarta.inject.Inject;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns the text of a key, field, member or element back into its bytes. */
@Command(
    name = "decode",
    description = {
      "Turns the text of a key, field, member or element back into the bytes that the server holds,"
          + " and writes them as they are to standard output."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: skimmer decode --hex 'caf\\xE9'"})
final class DecodeCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "TEXT", description = "The text, as a column holds it.")
  private String text;

  @Option(names = "--hex", description = "Prints hexadecimal digits and a line break instead.")
  private boolean hex;

  @Inject
  DecodeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    byte[] bytes = bytes();
    if (hex) {
      console.out().println(HexFormat.of().formatHex(bytes));
    } else {
      console.out().write(bytes, 0, bytes.length);
    }
    console.out().flush();
    return 0;
  }

  private byte[] bytes() {
    try {
      return EscapedText.decode(text);
    } catch (IllegalArgumentException e) {
      throw new ConnectorException(
          ErrorCode.CONFIG_INVALID,
          "This is not a text that Skimmer writes: where one of its backslashes is followed by"
              + " another or by x, each has to be, and x by two upper-case hexadecimal digits of a"
              + " byte that is no text. Give the text exactly as the column holds it, in single"
              + " quotes.",
          e);
    }
  }
}
