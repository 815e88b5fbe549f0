package dev.skimmer.cli;

import dev.skimmer.cli.text.Quantity;

/** Writes figures for people: a line each, of a name and a number. */
final class Figures {
  private Figures() {}

  static void add(StringBuilder text, String name, long value) {
    text.append("  %-13s%15s%n".formatted(name, Quantity.count(value)));
  }

  static void addUnlessZero(StringBuilder text, String name, long value) {
    if (value != 0) {
      add(text, name, value);
    }
  }
}
