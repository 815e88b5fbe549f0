package dev.skimmer.dragonfly.connect;

import static java.util.Objects.requireNonNull;

import dev.skimmer.config.Secret;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach a server.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param database number of the database that questions about the server go to
 * @param username ACL user; without one the server's default user
 * @param password of that user
 * @param tls empty for a plain connection
 * @param timeout for connecting, and for how long the server may be silent while it owes a reply
 */
public record ConnectSettings(
    String host,
    int port,
    int database,
    Optional<String> username,
    Optional<Secret> password,
    Optional<TlsSettings> tls,
    Duration timeout) {
  public ConnectSettings {
    requireNonNull(host, "host");
    requireNonNull(username, "username");
    requireNonNull(password, "password");
    requireNonNull(tls, "tls");
    requireNonNull(timeout, "timeout");
  }

  /** Returns how another server is reached by the same user. */
  ConnectSettings at(String otherHost, int otherPort) {
    return new ConnectSettings(otherHost, otherPort, database, username, password, tls, timeout);
  }

  /** Returns {@code host:port}, as messages call the server. */
  public String address() {
    return host + ":" + port;
  }
}
