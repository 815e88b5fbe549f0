package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.fingerprint.Fingerprinter;
import java.util.Optional;

/**
 * How keys of one type are read and written. Stateless: one object serves all keys of all readers.
 *
 * <p>A new type is a class of this kind and a line in {@link ValueTypes}.
 */
interface ValueType {
  /** Stands for a size that is null in the table. */
  long UNKNOWN_SIZE = -1;

  /** Returns the word of the data_type column, which also starts the fingerprint. */
  String name();

  /** Returns the server's word for the type, as TYPE answers it. */
  default String word() {
    return name();
  }

  /** Returns the one bounded command that brings a small value whole. */
  CommandTemplate read();

  /**
   * Returns whether the server answers an error other than WRONGTYPE to {@link #read} where the key
   * is gone or of another type, as RedisBloom and RedisJSON do.
   */
  default boolean failsWhenAbsent() {
    return false;
  }

  /**
   * Returns whether the reply to {@link #read} differs from that for an absent key, so that an
   * expiry is not needed to tell. Holds for an empty string only with the doubt that {@link
   * GroupState} has.
   */
  default boolean tellsAbsence() {
    return false;
  }

  /**
   * Returns a second command without which a value is not complete. Its reply is the next but one
   * behind that to {@link #read}.
   */
  default Optional<CommandTemplate> detail() {
    return Optional.empty();
  }

  /** Returns whether a reply to {@link #detail}, neither an error nor dropped, can be shown. */
  default boolean isDetail(Replies replies, int token) {
    return true;
  }

  /** Returns the command that tells the size: bytes of a string, elements of a collection. */
  default Optional<CommandTemplate> length() {
    return Optional.empty();
  }

  /** Says what the reply to {@link #read} means; it is neither an error nor dropped. */
  Shape shape(Replies replies, int token);

  /** Shows a whole value in its canonical order. */
  void show(Replies replies, int token, Elements into);

  /** Adds a value to a fingerprint that was started with the name of the type. */
  default void fingerprint(Elements value, Fingerprinter fingerprinter) {
    int stride = value.stride();
    for (int group = 0; group < value.groups(); group++) {
      for (int part = 0; part < stride; part++) {
        fingerprinter.add(value.bytes(), value.offset(group, part), value.length(group, part));
      }
    }
  }

  /** Returns a new way to read a value in windows; only called after {@link Shape#PARTIAL}. */
  default Windows windows() {
    throw new IllegalStateException("A %s is read whole or not at all".formatted(name()));
  }

  /** Returns the size column of a value, or {@link #UNKNOWN_SIZE}. */
  long size(Elements value);

  /** Writes a value as the table holds it. */
  ValueText text(Elements value);
}
