package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pace.Pace;
import java.time.Duration;

/**
 * What reading depends on.
 *
 * @param address of the server, for messages
 * @param tables to fill
 * @param types that can be read
 * @param unsupported what becomes of the other types
 * @param series how series and streams are copied
 * @param maxValueBytes the largest value that is read
 * @param pace how fast it is read
 * @param patience how long the server may be silent
 * @param readers how many readers run at once, at least one; they share the memory for replies
 */
public record ReadSettings(
    String address,
    Tables tables,
    ValueTypes types,
    UnsupportedTypes unsupported,
    SeriesCopies series,
    long maxValueBytes,
    Pace pace,
    Duration patience,
    int readers) {
  /** Returns the same at another server. */
  ReadSettings at(String otherAddress) {
    return new ReadSettings(
        otherAddress, tables, types, unsupported, series, maxValueBytes, pace, patience, readers);
  }
}
