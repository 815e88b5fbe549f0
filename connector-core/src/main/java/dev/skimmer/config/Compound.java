package dev.skimmer.config;

import java.util.Map;

/**
 * A value that stands for those of several other keys, such as an address that holds host and port.
 * Its type has a method {@code parse} as {@link Property} says; what that says of a text it refuses
 * is shown even where the text was behind a reference, and so must not repeat any of it.
 */
public interface Compound {
  /** Returns the texts of those of the replaced keys that have one, which may be secrets. */
  Map<String, String> texts();

  /** Returns whether one of the texts is a secret. */
  boolean holdsSecret();
}
