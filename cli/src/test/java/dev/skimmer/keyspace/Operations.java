package dev.skimmer.keyspace;

import java.util.Set;

/** Random operations on keys of one family of types. */
interface Operations {
  /** Returns the words by which TYPE names the types of the family. */
  Set<String> types();

  /** Creates a key, which does not exist. */
  void create(byte[] key);

  /** Changes a key, which is of one of {@link #types}. */
  void change(byte[] key);
}
