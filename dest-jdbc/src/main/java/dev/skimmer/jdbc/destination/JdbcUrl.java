package dev.skimmer.jdbc.destination;

import dev.skimmer.text.Printable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JDBC URL, whose parameters stand behind {@code ?} and {@code &}, or behind {@code ;}, as the
 * driver likes it.
 */
record JdbcUrl(String text) {
  private static final Pattern BEHIND_AMPERSANDS =
      Pattern.compile("([?&])(user|username|password)=([^&]*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern BEHIND_SEMICOLONS =
      Pattern.compile("(;)(user|username|password)=([^;]*)", Pattern.CASE_INSENSITIVE);

  private static final Pattern SECRET =
      Pattern.compile(
          "[?&;(,][^=&;(),]*(password|passwd|pwd|secret|token|passphrase)[^=&;(),]*=\\s*[^&;)\\s]",
          Pattern.CASE_INSENSITIVE);

  /** User and password before a host, where no port stands, or before the {@code @} of Oracle. */
  private static final Pattern USER_INFO =
      Pattern.compile(
          "(?<=//)[^/@?;:\\[]+:(?!\\d+(?:[/?;,]|$)).*@|(?<=oracle:thin:|oracle:oci:)[^/@?;]+/.*@");

  static JdbcUrl of(String text) {
    return new JdbcUrl(text);
  }

  /** Takes user and password out of the URL, into properties of their own. */
  Map<String, String> parse() {
    Map<String, String> properties = new LinkedHashMap<>();
    StringBuilder rest = new StringBuilder();
    boolean semicolons = text.matches("[^?]*;.*");
    Matcher matcher = (semicolons ? BEHIND_SEMICOLONS : BEHIND_AMPERSANDS).matcher(text);
    while (matcher.find()) {
      boolean password = "password".equalsIgnoreCase(matcher.group(2));
      properties.put(password ? "password" : "username", decode(matcher.group(3)));
      matcher.appendReplacement(rest, "?".equals(matcher.group(1)) ? "?" : "");
    }
    String url = matcher.appendTail(rest).toString().replace("?&", "?").replaceFirst("\\?$", "");
    properties.put("url", url);
    return properties;
  }

  /**
   * Refuses a URL with a password, because URLs are printed.
   *
   * @throws IllegalArgumentException when there is one
   */
  void requireNoSecret() {
    if (SECRET.matcher(text).find() || USER_INFO.matcher(text).find()) {
      throw new IllegalArgumentException(
          "url must hold no password, because URLs are printed: write username and password as keys"
              + " of their own, and other secrets of the driver below properties");
    }
  }

  /** Returns the URL without its parameters. */
  String printable() {
    String shown = text.split("[?;]", 2)[0];
    return Printable.brief(USER_INFO.matcher(shown).replaceAll(""));
  }

  /** The drivers of PostgreSQL and MySQL decode percent signs; those of the others do not. */
  private String decode(String value) {
    if (!text.startsWith("jdbc:postgresql:") && !text.startsWith("jdbc:mysql:")) {
      return value;
    }
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Its message would show a part of the password.
      throw new IllegalArgumentException(
          "A percent sign of a user or password is written %25 in this URL");
    }
  }
}
