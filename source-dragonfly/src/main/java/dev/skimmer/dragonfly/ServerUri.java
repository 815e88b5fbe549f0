package dev.skimmer.dragonfly;

import static dev.skimmer.dragonfly.UriText.require;

import dev.skimmer.config.Compound;
import dev.skimmer.dragonfly.connect.NamedMaster;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server is and who asks, in one text, of one of these forms, as Lettuce takes them:
 *
 * <ul>
 *   <li>{@code redis://user:password@host:port/database}, or {@code rediss:} for TLS. User,
 *       password and database may be missing, and the port is 6379 then.
 *   <li>{@code redis-socket://user:password@/path?database=0}, or {@code redis+socket:}: a Unix
 *       socket.
 *   <li>{@code redis-sentinel://user:password@host1:port1,host2:port2/database#master}, or {@code
 *       rediss-sentinel:} for TLS: the master that sentinels call by this name; user and password
 *       are those of the server.
 * </ul>
 */
public final class ServerUri implements Compound {
  private static final String FORM =
      "redis://USER:PASSWORD@HOST:PORT/DATABASE, or rediss:// for TLS";
  private static final String SOCKET_FORM = "redis-socket://USER:PASSWORD@/PATH?database=0";
  private static final String SENTINEL_FORM =
      "redis-sentinel://USER:PASSWORD@HOST:PORT,HOST:PORT/DATABASE#MASTER";
  private static final int DEFAULT_PORT = 6379;
  private static final String USER = "(?:([^/?#]*)@)?";
  private static final Pattern URI =
      Pattern.compile(
          "(rediss?)://" + USER + "(\\[[^\\]/@]+]|[^:/?#@]*)(?::([^/?#]*))?(/[^?#]*)?(.*)");
  private static final Pattern SOCKET =
      Pattern.compile("redis[-+]socket://" + USER + "(/[^?#]+)(\\?[^#]*)?");
  private static final Pattern SENTINEL =
      Pattern.compile("(rediss?)-sentinel://" + USER + "([^/?#@]+)(/[^?#]*)?(\\?[^#]*)?(?:#(.*))?");

  private final Map<String, String> texts;
  private final Optional<NamedMaster> master;

  private ServerUri(Map<String, String> texts, Optional<NamedMaster> master) {
    this.texts = Map.copyOf(texts);
    this.master = master;
  }

  /**
   * Reads a URI.
   *
   * @throws IllegalArgumentException when it is none; the message says what is wrong
   */
  public static ServerUri parse(String text) {
    String uri = text.strip();
    if (uri.startsWith("redis-socket:") || uri.startsWith("redis+socket:")) {
      return socket(uri);
    }
    return uri.matches("(?s)rediss?-sentinel:.*") ? sentinel(uri) : server(uri);
  }

  private static ServerUri server(String text) {
    Matcher uri = matcher(URI, text, FORM);
    require(
        uri.group(6).isEmpty(),
        "must end with the database; what stands behind ? or # has keys of its own");
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("ssl", Boolean.toString(uri.group(1).equals("rediss")));
    String host = UriText.host(uri.group(3));
    require(!host.isEmpty(), "names no host: it must look like " + FORM);
    texts.put("host", host);
    texts.put("port", Integer.toString(UriText.port(uri.group(4), DEFAULT_PORT)));
    UriText.putDatabase(uri.group(5), texts);
    UriText.putUser(uri.group(2), texts);
    return new ServerUri(texts, Optional.empty());
  }

  /** The path stands in the place of the host; the port says nothing then, but has to be there. */
  private static ServerUri socket(String text) {
    Matcher uri = matcher(SOCKET, text, SOCKET_FORM);
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("ssl", "false");
    texts.put("host", UriText.decode(uri.group(2)));
    texts.put("port", Integer.toString(DEFAULT_PORT));
    UriQuery query = UriQuery.parse(uri.group(3));
    require(!query.values().containsKey(UriQuery.MASTER), "must look like " + SOCKET_FORM);
    query.putDatabase(texts);
    UriText.putUser(uri.group(1), texts);
    return new ServerUri(texts, Optional.empty());
  }

  /** The first sentinel stands in the place of the server, until it has said where that is. */
  private static ServerUri sentinel(String text) {
    Matcher uri = matcher(SENTINEL, text, SENTINEL_FORM);
    UriQuery query = UriQuery.parse(uri.group(5));
    String name =
        uri.group(6) == null
            ? query.values().getOrDefault(UriQuery.MASTER, "")
            : UriText.decode(uri.group(6));
    require(!name.isEmpty(), "names no master behind #: it must look like " + SENTINEL_FORM);
    NamedMaster master = new NamedMaster(name, SentinelList.parse(uri.group(3)));
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("ssl", Boolean.toString(uri.group(1).equals("rediss")));
    texts.put("host", master.sentinels().get(0).host());
    texts.put("port", Integer.toString(master.sentinels().get(0).port()));
    UriText.putDatabase(uri.group(4), texts);
    query.putDatabase(texts);
    UriText.putUser(uri.group(2), texts);
    return new ServerUri(texts, Optional.of(master));
  }

  private static Matcher matcher(Pattern pattern, String text, String form) {
    Matcher matcher = pattern.matcher(text);
    require(matcher.matches(), "must look like " + form);
    return matcher;
  }

  /** Returns the master to ask the sentinels for; empty where the server itself is named. */
  Optional<NamedMaster> master() {
    return master;
  }

  @Override
  public Map<String, String> texts() {
    return texts;
  }

  @Override
  public boolean holdsSecret() {
    return texts.containsKey("password");
  }

  /** Two are equal when they lead to the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ServerUri uri && texts.equals(uri.texts) && master.equals(uri.master);
  }

  @Override
  public int hashCode() {
    return ServerUri.class.hashCode();
  }

  @Override
  public String toString() {
    return "********";
  }
}
