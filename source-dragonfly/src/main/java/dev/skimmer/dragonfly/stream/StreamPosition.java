package dev.skimmer.dragonfly.stream;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a stream is copied, and what is needed to tell later whether it is still the same one.
 *
 * @param complete whether everything up to {@code last} was read in one go; if not, the other facts
 *     are those of the last time that it was
 * @param last the largest id that is copied, or was passed over because it is gone
 * @param copied how many entries were copied since {@code added} was told, while not complete
 * @param length number of entries
 * @param first id of the first entry, where there was one
 * @param maxDeleted the largest id that XDEL had removed, where the server told
 * @param added how many entries had ever been added, where the server told
 */
public record StreamPosition(
    boolean complete,
    StreamId last,
    long copied,
    long length,
    Optional<StreamId> first,
    Optional<StreamId> maxDeleted,
    OptionalLong added) {
  private static final String NONE = "-";
  private static final String COMPLETE = "complete";
  private static final String COPYING = "copying";

  /** Returns the position behind all that the server tells, {@code length} entries of it copied. */
  static StreamPosition of(StreamFacts facts, long length) {
    return new StreamPosition(
        true, facts.lastGenerated(), 0, length, facts.first(), facts.maxDeleted(), facts.added());
  }

  /** Returns the position from which a first copy begins: an empty stream. */
  static StreamPosition empty(StreamFacts facts) {
    OptionalLong none = facts.added().isPresent() ? OptionalLong.of(0) : OptionalLong.empty();
    return new StreamPosition(false, StreamId.ZERO, 0, 0, Optional.empty(), Optional.empty(), none);
  }

  /** Returns this position moved on to where a copy is cut off, that many entries later. */
  StreamPosition copiedTo(StreamId id, long entries) {
    return new StreamPosition(false, id, copied + entries, length, first, maxDeleted, added);
  }

  /** Reads the text of a position; empty where it is none of this version's. */
  public static Optional<StreamPosition> parse(String text) {
    String[] words = text.split(" ", -1);
    boolean complete = words[0].equals(COMPLETE);
    if (words.length != 7 || !(complete || words[0].equals(COPYING))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new StreamPosition(
              complete,
              StreamId.parse(words[1]),
              Long.parseLong(words[2]),
              Long.parseLong(words[3]),
              id(words[4]),
              id(words[5]),
              words[6].equals(NONE)
                  ? OptionalLong.empty()
                  : OptionalLong.of(Long.parseLong(words[6]))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Returns the text for the column. */
  public String text() {
    return String.join(
        " ",
        complete ? COMPLETE : COPYING,
        last.toString(),
        Long.toString(copied),
        Long.toString(length),
        first.map(StreamId::toString).orElse(NONE),
        maxDeleted.map(StreamId::toString).orElse(NONE),
        added.isPresent() ? Long.toString(added.getAsLong()) : NONE);
  }

  private static Optional<StreamId> id(String word) {
    return word.equals(NONE) ? Optional.empty() : Optional.of(StreamId.parse(word));
  }
}
