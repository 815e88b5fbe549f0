package dev.skimmer.dragonfly.connect;

import static java.util.Objects.requireNonNull;

import dev.skimmer.config.Secret;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach a server.
 *
 * @param host name or address, or the path of a Unix socket, which begins with a slash
 * @param port 1 to 65535; says nothing with a Unix socket
 * @param database number of the database that questions about the server go to
 * @param username ACL user; without one the server's default user
 * @param password of that user
 * @param tls empty for a plain connection
 * @param timeout for connecting, and for how long the server may be silent while it owes a reply
 * @param title what messages call the server, where it may change its address
 */
public record ConnectSettings(
    String host,
    int port,
    int database,
    Optional<String> username,
    Optional<Secret> password,
    Optional<TlsSettings> tls,
    Duration timeout,
    Optional<String> title) {
  public ConnectSettings {
    requireNonNull(host, "host");
    requireNonNull(username, "username");
    requireNonNull(password, "password");
    requireNonNull(tls, "tls");
    requireNonNull(timeout, "timeout");
    requireNonNull(title, "title");
  }

  /** Returns how another server is reached by the same user. */
  ConnectSettings at(String otherHost, int otherPort) {
    return new ConnectSettings(
        otherHost, otherPort, database, username, password, tls, timeout, Optional.empty());
  }

  /** Returns how the same server is reached by now. */
  ConnectSettings movedTo(String newHost, int newPort) {
    return new ConnectSettings(newHost, newPort, database, username, password, tls, timeout, title);
  }

  /** Returns what messages call the server: its title, {@code host:port}, or the path. */
  public String address() {
    return title.orElseGet(this::place);
  }

  /** Returns where it is: {@code host:port}, or the path. */
  public String place() {
    return isSocket() ? host : host + ":" + port;
  }

  /** Returns whether it is reached by a Unix socket. */
  public boolean isSocket() {
    return isSocket(host);
  }

  /** Returns whether a host is the path of a Unix socket. */
  static boolean isSocket(String host) {
    return host.startsWith("/");
  }
}
