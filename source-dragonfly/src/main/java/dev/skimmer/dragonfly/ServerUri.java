package dev.skimmer.dragonfly;

import dev.skimmer.config.Compound;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server is and who asks, in one text: {@code redis://user:password@host:port/database}, or
 * {@code rediss:} for TLS. User, password and database may be missing, and the port is 6379 then.
 * What is not allowed to stand there, such as a slash in a password, is written as {@code %2F}.
 *
 * <p>No message repeats any of it, since a text that is wrong may have its password anywhere.
 */
public final class ServerUri implements Compound {
  private static final String FORM =
      "redis://USER:PASSWORD@HOST:PORT/DATABASE, or rediss:// for TLS";
  private static final String DEFAULT_PORT = "6379";
  private static final int LAST_PORT = 65_535;
  private static final Pattern URI =
      Pattern.compile(
          "(rediss?)://(?:([^/?#]*)@)?(\\[[^\\]/@]+]|[^:/?#@]*)(?::([^/?#]*))?(/[^?#]*)?(.*)");
  private static final Pattern DATABASE = Pattern.compile("[0-9]|1[0-5]");

  private final Map<String, String> texts;

  private ServerUri(Map<String, String> texts) {
    this.texts = Map.copyOf(texts);
  }

  /**
   * Reads a URI.
   *
   * @throws IllegalArgumentException when it is none; the message says what is wrong
   */
  public static ServerUri parse(String text) {
    Matcher uri = URI.matcher(text.strip());
    require(uri.matches(), "must look like " + FORM);
    require(
        uri.group(6).isEmpty(),
        "must end with the database; what stands behind ? or # has keys of its own");
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("ssl", Boolean.toString(uri.group(1).equals("rediss")));
    putHost(uri.group(3), texts);
    putPort(uri.group(4), texts);
    putDatabase(uri.group(5), texts);
    if (uri.group(2) != null) {
      putUser(uri.group(2), texts);
    }
    return new ServerUri(texts);
  }

  private static void putHost(String host, Map<String, String> texts) {
    String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : decode(host);
    require(!name.isEmpty(), "names no host: it must look like " + FORM);
    texts.put("host", name);
  }

  private static void putPort(String port, Map<String, String> texts) {
    String number = port == null || port.isEmpty() ? DEFAULT_PORT : port;
    require(
        number.matches("[0-9]{1,5}")
            && Integer.parseInt(number) >= 1
            && Integer.parseInt(number) <= LAST_PORT,
        "must have a port from 1 to 65535 behind the host, or none; in a user or a password, write"
            + " %40 for @, %3A for : and %2F for /");
    texts.put("port", number);
  }

  private static void putDatabase(String path, Map<String, String> texts) {
    if (path == null || path.equals("/")) {
      return;
    }
    String database = path.substring(1);
    require(
        DATABASE.matcher(database).matches(),
        "must have a database from 0 to 15 behind the port, or none; for several, use host, port"
            + " and database instead");
    texts.put("database", database);
  }

  private static void putUser(String userAndPassword, Map<String, String> texts) {
    int colon = userAndPassword.indexOf(':');
    require(
        colon >= 0 && colon + 1 < userAndPassword.length(),
        "has a user without a password: write USER:PASSWORD, or :PASSWORD for the default user");
    if (colon > 0) {
      texts.put("username", decode(userAndPassword.substring(0, colon)));
    }
    texts.put("password", decode(userAndPassword.substring(colon + 1)));
  }

  private static String decode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        decoded.put(bytes[i]);
        continue;
      }
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      require(
          high >= 0 && low >= 0,
          "has a % that two hexadecimal digits do not follow; for a percent sign, write %25");
      decoded.put((byte) (high << 4 | low));
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("has bytes behind % that are no UTF-8", e);
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
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
    return other instanceof ServerUri uri && texts.equals(uri.texts);
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
