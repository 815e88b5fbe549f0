package dev.skimmer.dragonfly.scan;

/**
 * What a scan lists.
 *
 * @param address of the server, for messages
 * @param pattern glob pattern of keys
 * @param batchSize keys that a SCAN asks for
 * @param range the part of the database that is walked
 */
public record ScanScope(String address, String pattern, int batchSize, ScanRange range) {
  /** Creates a scope that is all of a database. */
  public ScanScope(String address, String pattern, int batchSize) {
    this(address, pattern, batchSize, ScanRange.ALL);
  }

  /** Returns the same at another server. */
  public ScanScope at(String otherAddress) {
    return new ScanScope(otherAddress, pattern, batchSize, range);
  }

  /** Returns the same in a part of the database. */
  public ScanScope within(ScanRange part) {
    return new ScanScope(address, pattern, batchSize, part);
  }
}
