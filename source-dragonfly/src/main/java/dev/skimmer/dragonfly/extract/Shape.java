package dev.skimmer.dragonfly.extract;

/** What the reply to the first bounded read of a value means. */
enum Shape {
  /** It holds the whole value. */
  WHOLE,
  /** There is more: read on in windows. */
  PARTIAL,
  /** No such value: a collection is never empty, so the key is gone or of another type. */
  ABSENT
}
