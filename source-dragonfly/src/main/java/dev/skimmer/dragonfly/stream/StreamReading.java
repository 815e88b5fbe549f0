package dev.skimmer.dragonfly.stream;

import java.util.Optional;

/**
 * The course of one copy of one stream: from which id the next window is read, whether the table's
 * entries go first, and what position is noted. Used by one thread.
 *
 * <p>Entries never change, so what is behind the last copied id is appended. A stream that was
 * deleted and created anew gives itself away by a smaller last id, by having had fewer entries, or
 * by more new entries than its counter grew by; then the entries of the former one go.
 */
public final class StreamReading {
  /** A stream that is created anew again and again is left to the next pass. */
  private static final int MOST_REPLACEMENTS = 3;

  private final Optional<StreamPosition> stored;
  private final boolean mirror;
  private StreamPosition base;
  private StreamFacts facts;
  private StreamId last;
  private long fresh;
  private int replacements;
  private boolean replaces;
  private boolean done;

  private StreamReading(StreamFacts facts, Optional<StreamPosition> stored, boolean mirror) {
    this.facts = facts;
    this.stored = stored;
    this.mirror = mirror;
    this.base = stored.orElseGet(() -> StreamPosition.empty(facts));
    this.last = base.last();
    if (stored.isEmpty() || isAnother(base) || isToBeReplaced(base)) {
      replace();
    } else {
      done = isNothingNew();
    }
  }

  /** A copy that was cut off before its first window left what is to be replaced. */
  private boolean isToBeReplaced(StreamPosition held) {
    return !held.complete() && (mirror || held.last().equals(StreamId.ZERO));
  }

  /**
   * Decides what is to be read.
   *
   * @param facts what XINFO has just told
   * @param held how far the stream is copied
   * @param mirror whether entries go that the server has trimmed or deleted
   */
  public static StreamReading of(StreamFacts facts, Optional<StreamPosition> held, boolean mirror) {
    return new StreamReading(facts, held, mirror);
  }

  /** Returns whether nothing is left to read. */
  public boolean isDone() {
    return done;
  }

  /** Returns the id behind which the next window is to be read. */
  public StreamId after() {
    return last;
  }

  /** Returns what the server has told last. */
  public StreamFacts facts() {
    return facts;
  }

  /**
   * Takes a window in.
   *
   * @param told what XINFO told right before the window was read
   * @param entries number of entries in it
   * @param lastId the id of its last entry, none of them behind {@code told.lastGenerated()}
   * @param end whether there are no more
   * @return whether every entry of the key in the table goes before these are written
   */
  public boolean accept(StreamFacts told, int entries, Optional<StreamId> lastId, boolean end) {
    facts = told;
    boolean clears = replaces;
    replaces = false;
    fresh += entries;
    last = lastId.orElse(last);
    boolean anew = facts.lastGenerated().compareTo(last) < 0;
    if (end && (anew || isUnexplained(base)) && replacements < MOST_REPLACEMENTS) {
      replace();
    } else if (end) {
      done = true;
    }
    return clears;
  }

  /** Returns the position to note with what was written last. */
  public StreamPosition note() {
    if (!done) {
      return base.copiedTo(last, fresh);
    }
    if (isNothingNew()) {
      return stored.orElseThrow();
    }
    return StreamPosition.of(facts, base.complete() ? facts.length() : base.copied() + fresh);
  }

  private void replace() {
    base = StreamPosition.empty(facts);
    last = StreamId.ZERO;
    fresh = 0;
    replaces = true;
    replacements++;
  }

  private boolean isNothingNew() {
    return stored.isPresent() && stored.get().equals(StreamPosition.of(facts, facts.length()));
  }

  private boolean isAnother(StreamPosition held) {
    return facts.lastGenerated().compareTo(held.last()) < 0 || grownBy(held) < held.copied();
  }

  private boolean isUnexplained(StreamPosition held) {
    boolean removed =
        held.complete()
            && (facts.length() != held.length() + fresh
                || (held.length() > 0 && !facts.first().equals(held.first())));
    return grownBy(held) < held.copied() + fresh || (mirror && removed);
  }

  /**
   * Returns how many entries were added since the position, or very many where that is not told.
   */
  private long grownBy(StreamPosition held) {
    boolean told = held.added().isPresent() && facts.added().isPresent();
    return told ? facts.added().getAsLong() - held.added().getAsLong() : Long.MAX_VALUE;
  }
}
