package dev.skimmer.profile;

import dev.skimmer.spi.KeyFacts;

/** How long keys have to live. */
public enum TtlHorizon {
  MINUTE("under a minute", 60),
  HOUR("under an hour", 3_600),
  DAY("under a day", 86_400),
  WEEK("under a week", 604_800),
  MONTH("under 30 days", 2_592_000),
  LATER("later", Long.MAX_VALUE),
  NEVER("never", Long.MAX_VALUE);

  private final String words;
  private final long belowSeconds;

  TtlHorizon(String words, long belowSeconds) {
    this.words = words;
    this.belowSeconds = belowSeconds;
  }

  /** Returns what to call it: "under an hour". */
  public String words() {
    return words;
  }

  /** Returns the first horizon that covers a time to live. */
  static TtlHorizon of(long ttlSeconds) {
    if (ttlSeconds == KeyFacts.NO_EXPIRY) {
      return NEVER;
    }
    for (TtlHorizon horizon : values()) {
      if (ttlSeconds < horizon.belowSeconds) {
        return horizon;
      }
    }
    return LATER;
  }
}
