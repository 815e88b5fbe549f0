package dev.skimmer.dragonfly.cluster;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Slots that one node holds.
 *
 * @param first the lowest
 * @param last the highest
 */
record SlotRange(int first, int last) {
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

  /** Reads {@code 93} or {@code 0-5460}; empty when it is neither. */
  static Optional<SlotRange> parse(String text) {
    Matcher matcher = RANGE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int first = Integer.parseInt(matcher.group(1));
    int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
    return first <= last && last < Topology.SLOTS
        ? Optional.of(new SlotRange(first, last))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}
