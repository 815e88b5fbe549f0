package dev.skimmer.dragonfly.cluster;

import java.util.Optional;

/**
 * Where a node listens.
 *
 * @param host name or address, IPv6 without brackets
 * @param port 1 to 65535
 */
record Address(String host, int port) {
  private static final int LAST_PORT = 65_535;

  /**
   * Reads {@code host:port}; the last colon counts, since addresses of IPv6 are written plainly.
   *
   * @param ownHost stands in where the node does not know its host
   * @return empty when it is no address
   */
  static Optional<Address> parse(String text, String ownHost) {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      return Optional.empty();
    }
    return of(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)), ownHost);
  }

  /** Makes an address of a host, which may not be known, and a port, which may not be one. */
  static Optional<Address> of(String host, long port, String ownHost) {
    boolean unknown = host.isEmpty() || host.equals("?");
    return port < 1 || port > LAST_PORT
        ? Optional.empty()
        : Optional.of(new Address(unknown ? ownHost : host, (int) port));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
