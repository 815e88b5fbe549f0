package dev.skimmer.cli.progress;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Lines at the end of a terminal that are written again and again, between other text. Safe for
 * concurrent use.
 *
 * <p>The cursor rests at the beginning of the first line: a terminal that breaks lines anew when it
 * is made narrower keeps it there, so that everything behind it can be erased. While the lines are
 * written, none is broken: the terminal may have become narrower since it was asked.
 */
final class LiveLines extends OutputStream {
  private static final String ERASE_BEHIND = "\r\u001b[J";
  private static final String ERASE_REST_OF_LINE = "\u001b[K";
  private static final String CUT_LINES = "\u001b[?7l";
  private static final String BREAK_LINES = "\u001b[?7h";
  private static final String UP = "\u001b[%dA";

  private final PrintStream terminal;
  private boolean shown;
  private boolean inText;

  LiveLines(PrintStream terminal) {
    this.terminal = terminal;
  }

  /** Shows lines, none wider than the terminal, in the place of those before. */
  synchronized void show(List<String> lines) {
    if (inText) {
      return;
    }
    StringBuilder text = new StringBuilder(CUT_LINES).append('\r');
    text.append(String.join(ERASE_REST_OF_LINE + "\r\n", lines));
    text.append(ERASE_REST_OF_LINE).append(BREAK_LINES);
    if (lines.size() > 1) {
      text.append(UP.formatted(lines.size() - 1));
    }
    text.append('\r');
    print(text.toString());
    shown = true;
  }

  /** Takes the lines away. */
  synchronized void clear() {
    if (shown) {
      print(ERASE_BEHIND);
      shown = false;
    }
  }

  @Override
  public synchronized void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return;
    }
    clear();
    terminal.write(bytes, offset, length);
    inText = bytes[offset + length - 1] != '\n';
  }

  @Override
  public synchronized void flush() {
    terminal.flush();
  }

  private void print(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    terminal.write(bytes, 0, bytes.length);
    terminal.flush();
  }
}
