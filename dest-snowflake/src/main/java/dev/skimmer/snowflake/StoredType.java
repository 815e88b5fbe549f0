package dev.skimmer.snowflake;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A type as SQL writes it.
 *
 * @param name without its size
 * @param size the numbers in parentheses; none where it is not known
 */
record StoredType(String name, List<Long> size) {
  private static final Pattern FORM = Pattern.compile("(\\w+)(?:\\((\\d+)(?:,(\\d+))?\\))?");

  /** Returns whether a column of {@code existing} type holds every value of {@code wanted}. */
  static boolean accepts(String wanted, String existing) {
    StoredType there = of(existing);
    StoredType ours = of(wanted);
    if (!there.name.equals(ours.name)) {
      return false;
    }
    if (there.size.isEmpty() || ours.size.isEmpty()) {
      return true;
    }
    boolean sameScale = there.size.size() < 2 || there.size.get(1).equals(ours.size.get(1));
    return sameScale && there.size.get(0) >= ours.size.get(0);
  }

  private static StoredType of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return new StoredType(text, List.of());
    }
    if (matcher.group(2) == null) {
      return new StoredType(matcher.group(1), List.of());
    }
    long first = Long.parseLong(matcher.group(2));
    return new StoredType(
        matcher.group(1),
        matcher.group(3) == null
            ? List.of(first)
            : List.of(first, Long.parseLong(matcher.group(3))));
  }
}
