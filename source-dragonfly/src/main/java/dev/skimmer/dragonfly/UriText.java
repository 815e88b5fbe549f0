package dev.skimmer.dragonfly;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The parts that all URIs have in common. What is not allowed to stand in one, such as a slash in a
 * password, is written as {@code %2F}.
 *
 * <p>No message repeats any of it, since a text that is wrong may have its password anywhere.
 */
final class UriText {
  private static final int LAST_PORT = 65_535;
  private static final Pattern DATABASE = Pattern.compile("[0-9]|1[0-5]");

  private UriText() {}

  /** Takes the user, which may be null, into the texts of a configuration. */
  static void putUser(String userAndPassword, Map<String, String> texts) {
    if (userAndPassword == null) {
      return;
    }
    int colon = userAndPassword.indexOf(':');
    require(
        colon >= 0 && colon + 1 < userAndPassword.length(),
        "has a user without a password: write USER:PASSWORD, or :PASSWORD for the default user");
    if (colon > 0) {
      texts.put("username", decode(userAndPassword.substring(0, colon)));
    }
    texts.put("password", decode(userAndPassword.substring(colon + 1)));
  }

  /** Takes the database, of which the path is a slash and a number, or nothing. */
  static void putDatabase(String path, Map<String, String> texts) {
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

  /** Returns the host, without the brackets that an address of IPv6 has here. */
  static String host(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : decode(host);
  }

  /** Returns the port, or another one where none is given. */
  static int port(String port, int otherwise) {
    if (port == null || port.isEmpty()) {
      return otherwise;
    }
    require(
        port.matches("[0-9]{1,5}")
            && Integer.parseInt(port) >= 1
            && Integer.parseInt(port) <= LAST_PORT,
        "must have a port from 1 to 65535 behind the host, or none; in a user or a password, write"
            + " %40 for @, %3A for : and %2F for /");
    return Integer.parseInt(port);
  }

  static String decode(String text) {
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

  static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
