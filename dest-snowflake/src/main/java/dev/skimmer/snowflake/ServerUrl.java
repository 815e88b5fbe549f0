package dev.skimmer.snowflake;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * The address of a Snowflake server.
 *
 * @param host with the port, where there is one
 * @param encrypted whether to use TLS
 */
record ServerUrl(String host, boolean encrypted) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  static ServerUrl ofAccount(String account) {
    return new ServerUrl(account.toLowerCase(Locale.ROOT) + ".snowflakecomputing.com", true);
  }

  /**
   * Reads a host name or a URL.
   *
   * @throws IllegalArgumentException when it is neither, or without TLS
   */
  static ServerUrl of(String text) {
    URI uri = parse(text.contains("://") ? text : "https://" + text);
    boolean encrypted = "https".equals(uri.getScheme());
    if (uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null) {
      throw invalid();
    }
    if (!encrypted && !("http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost()))) {
      throw new IllegalArgumentException("url must begin with https://");
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return new ServerUrl(uri.getHost() + port, encrypted);
  }

  String toJdbc() {
    return "jdbc:snowflake://" + host + "/";
  }

  private static URI parse(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  private static IllegalArgumentException invalid() {
    return new IllegalArgumentException(
        "url must be a host or an https:// URL without user and query, such as"
            + " https://acme-analytics.privatelink.snowflakecomputing.com");
  }
}
