package dev.skimmer.cli.progress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How large a terminal is.
 *
 * @param rows lines of text
 * @param columns characters in a line
 */
record TerminalSize(int rows, int columns) {
  /** A serial line says zero, as does a terminal that nobody has told. */
  private static final TerminalSize CLASSIC = new TerminalSize(24, 80);

  /**
   * Asks for the terminal that is standard error. The JDK tells of standard output only, so {@code
   * stty} is asked, which POSIX has.
   *
   * @return empty where standard error is no terminal, one that cannot move its cursor, or where
   *     the system has no {@code stty}
   */
  static Optional<TerminalSize> ofStandardError() {
    String kind = System.getenv("TERM");
    if (kind == null || kind.equals("dumb")) {
      return Optional.empty();
    }
    try {
      Process stty =
          new ProcessBuilder("sh", "-c", "exec stty size <&2 2>/dev/null")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String answer =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      boolean isTerminal = stty.waitFor(1, TimeUnit.SECONDS) && stty.exitValue() == 0;
      return isTerminal ? Optional.of(parse(answer)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  static TerminalSize parse(String answer) {
    if (!answer.matches("[1-9]\\d{0,4} [1-9]\\d{0,4}")) {
      return CLASSIC;
    }
    int space = answer.indexOf(' ');
    return new TerminalSize(
        Integer.parseInt(answer.substring(0, space)),
        Integer.parseInt(answer.substring(space + 1)));
  }
}
