package dev.skimmer.dragonfly.connect;

import static dev.skimmer.spi.ErrorCode.AUTHENTICATION_FAILED;
import static dev.skimmer.spi.ErrorCode.CONFIG_INVALID;
import static dev.skimmer.spi.ErrorCode.PERMISSION_DENIED;
import static dev.skimmer.spi.ErrorCode.SOURCE_CHANGED;
import static dev.skimmer.spi.ErrorCode.SOURCE_NOT_READY;
import static dev.skimmer.spi.ErrorCode.SOURCE_PROTOCOL;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.text.Printable;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error that the server replied, by what it means to a reader.
 *
 * @param kind what it means
 * @param text the server's own words, without control characters and cut to 200 characters
 */
public record ErrorReply(Kind kind, String text) {
  private static final int MAX_TEXT = 200;
  private static final Pattern REFUSED = Pattern.compile("run the '([^']+)' command");
  private static final Set<String> NOT_READY =
      Set.of("LOADING", "BUSY", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN");

  /** What an error means. */
  public enum Kind {
    /** The key is of another type than the command expects. */
    WRONG_TYPE,
    /** The user may not touch this key. */
    KEY_DENIED,
    /** The user may not run this command. */
    COMMAND_DENIED,
    /** The server does not know this command. */
    COMMAND_UNKNOWN,
    /** The user or its password is wrong or missing. */
    AUTHENTICATION,
    /** The database number does not exist. */
    NO_SUCH_DATABASE,
    /** The server cannot answer at the moment. */
    NOT_READY,
    /** Another node of a cluster holds this key. */
    MOVED,
    /** Anything else. */
    OTHER
  }

  /** Reads what the server replied behind the minus sign. */
  public static ErrorReply of(String message) {
    String text = printable(message);
    return new ErrorReply(kindOf(text), text);
  }

  /**
   * Turns an error that makes going on pointless into an exception.
   *
   * @param command that was refused, in capitals
   * @param address of the server
   */
  public ConnectorException toException(String command, String address) {
    return switch (kind) {
      case COMMAND_DENIED -> commandDenied(command, address);
      case KEY_DENIED ->
          new ConnectorException(
              PERMISSION_DENIED,
              "The user may not use %s on any key of %s (%s). Let its ACL read the keys: %%R~* or ~*."
                  .formatted(command, address, text));
      case AUTHENTICATION ->
          new ConnectorException(
              AUTHENTICATION_FAILED,
              "%s refuses user and password (%s). Check username and password."
                  .formatted(address, text));
      case NO_SUCH_DATABASE ->
          new ConnectorException(
              CONFIG_INVALID,
              text.contains("cluster")
                  ? "%s is a node of a cluster, which has database 0 only (%s). Set database to 0."
                      .formatted(address, text)
                  : "%s has no such database (%s). Check database.".formatted(address, text));
      case NOT_READY ->
          new ConnectorException(
              SOURCE_NOT_READY,
              "%s is not ready to answer %s (%s). Try again later."
                  .formatted(address, command, text));
      case MOVED ->
          new ConnectorException(
              SOURCE_CHANGED,
              "%s gave keys to another node of its cluster (%s). Try again when no slots move."
                  .formatted(address, text));
      case WRONG_TYPE, COMMAND_UNKNOWN, OTHER ->
          new ConnectorException(
              SOURCE_PROTOCOL,
              "%s cannot answer %s (%s). Check that it is a Dragonfly, Redis or Valkey server."
                  .formatted(address, command, text));
    };
  }

  /** Redis names the command that it refuses; of several that were sent together, we name one. */
  private ConnectorException commandDenied(String command, String address) {
    Matcher quoted = REFUSED.matcher(text);
    String refused = quoted.find() ? quoted.group(1).replace('|', ' ') : command;
    return new ConnectorException(
        PERMISSION_DENIED,
        "The user may not run %s on %s (%s). Add +%s to its ACL; skimmer check --print-acl prints all that a sync needs."
            .formatted(
                refused.toUpperCase(Locale.ROOT),
                address,
                text,
                refused.toLowerCase(Locale.ROOT).replace(' ', '|')));
  }

  private static Kind kindOf(String text) {
    int space = text.indexOf(' ');
    String code = space < 0 ? text : text.substring(0, space);
    String lower = text.toLowerCase(Locale.ROOT);
    return switch (code) {
      case "WRONGTYPE" -> Kind.WRONG_TYPE;
      case "NOPERM" -> isAboutKey(lower) ? Kind.KEY_DENIED : Kind.COMMAND_DENIED;
      case "NOAUTH", "WRONGPASS" -> Kind.AUTHENTICATION;
      case "MOVED", "ASK" -> Kind.MOVED;
      default -> NOT_READY.contains(code) ? Kind.NOT_READY : generic(lower);
    };
  }

  /**
   * Tells the two denials apart. Redis quotes the command it refuses ("run the 'get' command") and
   * says "access a key" or "one of the keys" otherwise; Dragonfly says "has no ACL permissions" for
   * both, and then a command that is refused is refused for each key.
   */
  private static boolean isAboutKey(String lower) {
    return !lower.contains("'") && (lower.contains("key") || lower.contains("acl permissions"));
  }

  private static Kind generic(String lower) {
    if (lower.contains("unknown command") || lower.contains("unknown subcommand")) {
      return Kind.COMMAND_UNKNOWN;
    }
    if (lower.contains("invalid password")
        || lower.contains("sent auth")
        || lower.contains("auth <password>")) {
      return Kind.AUTHENTICATION;
    }
    if (lower.contains("db index")
        || lower.contains("invalid db")
        || lower.contains("select is not allowed in cluster mode")) {
      return Kind.NO_SUCH_DATABASE;
    }
    return lower.contains("max number of clients") ? Kind.NOT_READY : Kind.OTHER;
  }

  private static String printable(String message) {
    String text = Printable.line(message);
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
  }
}
