package dev.skimmer.dragonfly;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which databases of a server are copied. Immutable.
 *
 * @param numbers in ascending order, each once; never empty
 * @param all whether only those of them are meant that the server has
 */
public record DatabaseSelection(List<Integer> numbers, boolean all) {
  private static final int LAST = 15;
  private static final String ALL = "*";

  public DatabaseSelection {
    numbers = List.copyOf(numbers);
  }

  /**
   * Reads {@code 3}, a list such as {@code 0,3,7}, or {@code *} for all.
   *
   * @throws IllegalArgumentException when the text is anything else; the message says what
   */
  public static DatabaseSelection parse(String text) {
    if (text.strip().equals(ALL)) {
      return new DatabaseSelection(IntStream.rangeClosed(0, LAST).boxed().toList(), true);
    }
    List<Integer> numbers = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      int number = parseNumber(part.strip(), text);
      if (numbers.contains(number)) {
        throw new IllegalArgumentException(
            "must name each database once, but names %d twice".formatted(number));
      }
      numbers.add(number);
    }
    return new DatabaseSelection(numbers.stream().sorted().toList(), false);
  }

  private static int parseNumber(String part, String text) {
    if (part.matches("[0-9]{1,2}") && Integer.parseInt(part) <= LAST) {
      return Integer.parseInt(part);
    }
    throw new IllegalArgumentException(
        "must be a number from 0 to %d, a list such as 0,3,7, or * for all, but is \"%s\""
            .formatted(LAST, text));
  }

  /** Returns whether one number was given, so that its database fills the plain table. */
  boolean isSingle() {
    return !all && numbers.size() == 1;
  }

  /** Returns the database that questions about the server go to. */
  int first() {
    return numbers.get(0);
  }

  /** Returns what {@link #parse} reads. */
  @Override
  public String toString() {
    return all ? ALL : numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
