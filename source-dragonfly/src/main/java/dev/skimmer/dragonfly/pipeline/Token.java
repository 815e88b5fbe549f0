package dev.skimmer.dragonfly.pipeline;

/** What a token of a reply is. */
public enum Token {
  /** A bulk string. */
  BULK,
  /** A simple string, such as {@code OK}. */
  STATUS,
  /** An error; its text begins with a code such as {@code WRONGTYPE}. */
  ERROR,
  /** A 64-bit integer. */
  INTEGER,
  /** An array; its elements follow. */
  ARRAY,
  /** A nil bulk string or array. */
  NIL,
  /** A whole reply that was larger than the limits; only its size is known. */
  DROPPED
}
