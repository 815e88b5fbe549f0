package dev.skimmer.dragonfly.scan;

/**
 * What a scan lists.
 *
 * @param address of the server, for messages
 * @param pattern glob pattern of keys
 * @param batchSize keys that a SCAN asks for
 */
public record ScanScope(String address, String pattern, int batchSize) {
  /** Returns the same at another server. */
  public ScanScope at(String otherAddress) {
    return new ScanScope(otherAddress, pattern, batchSize);
  }
}
