package dev.skimmer.spi;

/** What the engine knows about a column beyond its type. */
public enum ColumnRole {
  /** The source's key as text. Part of the primary key; each table has exactly one. */
  KEY,
  /** A further part of the primary key, such as the timestamp of a sample. */
  SUBKEY,
  /** The source's own word for the type of the key. */
  KIND,
  /** The instant at which the key expires, or null. */
  EXPIRY,
  /** The fingerprint of type and canonical value; a table with one is indexed. */
  FINGERPRINT,
  /** The high-water mark of data that is appended, or null. */
  POSITION,
  /** Anything else that the source holds: two readings of an unchanged key give the same. */
  VALUE,
  /** What depends on when the row was written, such as that moment itself; never compared. */
  WRITTEN
}
