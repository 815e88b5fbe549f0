package dev.skimmer.cli;

import java.util.Locale;

/** Writes figures for people: a line each, of a name and a number. */
final class Figures {
  private Figures() {}

  static void add(StringBuilder text, String name, long value) {
    text.append(String.format(Locale.ROOT, "  %-13s%,15d%n", name, value));
  }

  static void addUnlessZero(StringBuilder text, String name, long value) {
    if (value != 0) {
      add(text, name, value);
    }
  }

  /** Returns a number with commas between its thousands. */
  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
