package dev.skimmer.dragonfly.extract;

/** What became of one key of a group. */
enum Verdict {
  /** Not known yet. */
  OPEN,
  /** Value and expiry are there. */
  READ,
  /** The server's digest says that it is as the row is: there is no need to read it. */
  SAME,
  /** The key is gone. */
  ABSENT,
  /** It is of another type than was believed: ask again. */
  OTHER_TYPE,
  /** Another node of the cluster is to be asked. */
  ELSEWHERE,
  /** The value did not fit into what one pipeline may bring: read it in a smaller one. */
  POSTPONED,
  /** The value is larger than one window. */
  LARGE,
  /** The value is larger than is allowed. */
  TOO_LARGE,
  /** It exists but cannot be read; there is a {@link Problem}. */
  UNREADABLE,
  /** Of a type that the configuration leaves out. */
  SKIPPED
}
