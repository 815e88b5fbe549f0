package dev.skimmer.examples.library;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** Keeps what is printed to standard output, until it is closed. */
final class Printed implements AutoCloseable {
  private final PrintStream before = System.out;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Printed() {
    System.setOut(new PrintStream(bytes, true, UTF_8));
  }

  /** Returns what was printed so far. */
  String text() {
    return bytes.toString(UTF_8);
  }

  @Override
  public void close() {
    System.setOut(before);
  }
}
