package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Replies;

/**
 * How keys of one type are read and written. Stateless: one object serves all keys of all readers.
 *
 * <p>A new type is a class of this kind and a line in {@link ValueTypes}.
 */
interface ValueType {
  /** Returns the word of the data_type column, which also starts the fingerprint. */
  String name();

  /** Returns the one bounded command that brings a small value whole. */
  CommandTemplate read();

  /** Returns the command that tells the size: bytes of a string, elements of a collection. */
  CommandTemplate length();

  /** Says what the reply to {@link #read} means; it is neither an error nor dropped. */
  Shape shape(Replies replies, int token);

  /** Shows a whole value in its canonical order. */
  void show(Replies replies, int token, Elements into);

  /** Returns a new way to read a value in windows; only called after {@link Shape#PARTIAL}. */
  Windows windows();

  /** Returns the size column of a value. */
  long size(Elements value);

  /** Writes a value as the table holds it. */
  ValueText text(Elements value);
}
