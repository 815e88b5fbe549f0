package dev.skimmer.dragonfly.connect;

import static dev.skimmer.spi.ErrorCode.AUTHENTICATION_FAILED;
import static dev.skimmer.spi.ErrorCode.CONFIG_INVALID;
import static dev.skimmer.spi.ErrorCode.SOURCE_PROTOCOL;
import static dev.skimmer.spi.ErrorCode.SOURCE_UNREACHABLE;

import dev.skimmer.config.Secret;
import dev.skimmer.dragonfly.pipeline.Pipeline;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.ReplyForms;
import dev.skimmer.dragonfly.pipeline.Token;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCategory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks sentinels where a master is, with {@code SENTINEL GET-MASTER-ADDR-BY-NAME}, one after
 * another until one knows; that one is asked first from then on (Redis's documentation, "Guidelines
 * for Redis clients with support for Redis Sentinel"). Each question has a connection of its own.
 * Safe for concurrent use, one question after another.
 */
public final class Sentinels implements AutoCloseable {
  /** A machine that is gone must not keep us from asking the next one. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final String COMMAND = "SENTINEL";

  private final NamedMaster master;
  private final List<NamedMaster.Sentinel> order;
  private final Connector connector;
  private boolean located;

  /**
   * Where a master is.
   *
   * @param host name or address
   * @param port 1 to 65535
   * @param sentinel who said so
   */
  record Location(String host, int port, NamedMaster.Sentinel sentinel) {
    boolean isSamePlaceAs(Location other) {
      return place().equals(other.place());
    }

    String place() {
      return host + ":" + port;
    }
  }

  /**
   * Prepares the driver; nothing is sent yet.
   *
   * @param server how the master is reached, but for its address: sentinels are encrypted alike
   * @param username of the sentinels, which know users of their own
   */
  public Sentinels(
      NamedMaster master,
      ConnectSettings server,
      Optional<String> username,
      Optional<Secret> password) {
    this.master = master;
    this.order = new ArrayList<>(master.sentinels());
    Duration timeout = server.timeout().compareTo(PATIENCE) < 0 ? server.timeout() : PATIENCE;
    this.connector =
        new Connector(
            new ConnectSettings(
                order.get(0).host(),
                order.get(0).port(),
                0,
                username,
                password,
                server.tls(),
                timeout,
                Optional.empty()));
  }

  /**
   * Returns where the master is, by the word of the first sentinel that knows it.
   *
   * @throws ConnectorException with {@code CONFIG_INVALID} when those that answer do not know it,
   *     with {@code SOURCE_UNREACHABLE} when none answers
   */
  synchronized Location locate() {
    List<ConnectorException> failures = new ArrayList<>();
    for (NamedMaster.Sentinel sentinel : List.copyOf(order)) {
      try {
        Optional<Location> found = ask(sentinel);
        if (found.isPresent()) {
          order.remove(sentinel);
          order.add(0, sentinel);
          located = true;
          return found.get();
        }
      } catch (ConnectorException e) {
        failures.add(e);
      }
    }
    throw notFound(failures);
  }

  /** Asks another one first the next time, for this one's word was not true. */
  synchronized void doubt(NamedMaster.Sentinel sentinel) {
    order.remove(sentinel);
    order.add(sentinel);
  }

  private Optional<Location> ask(NamedMaster.Sentinel sentinel) {
    try (Pipeline pipeline = connector.at(sentinel.host(), sentinel.port()).connectOnce()) {
      Replies reply = pipeline.call(COMMAND, "GET-MASTER-ADDR-BY-NAME", master.name());
      int token = reply.token(0);
      if (reply.kind(token) == Token.ERROR) {
        throw refused(ErrorReply.of(reply.text(token)), sentinel);
      }
      if (reply.kind(token) == Token.NIL) {
        return Optional.empty();
      }
      return Optional.of(location(reply, token, sentinel));
    } catch (ConnectorException e) {
      throw e.code() == AUTHENTICATION_FAILED ? notOurs(sentinel, e) : e;
    }
  }

  private static Location location(Replies reply, int token, NamedMaster.Sentinel sentinel) {
    if (ReplyForms.isArrayOfTexts(reply, token)
        && reply.count(token) == 2
        && reply.text(token + 2).matches("[0-9]{1,5}")) {
      return new Location(reply.text(token + 1), Integer.parseInt(reply.text(token + 2)), sentinel);
    }
    throw ErrorReply.of("no address").toException(COMMAND, sentinel.toString());
  }

  private static ConnectorException refused(ErrorReply error, NamedMaster.Sentinel sentinel) {
    if (error.kind() != ErrorReply.Kind.COMMAND_UNKNOWN) {
      return error.toException(COMMAND, sentinel.toString());
    }
    return new ConnectorException(
        SOURCE_PROTOCOL,
        "%s is no sentinel (%s). Check the addresses in uri; a server itself is redis://HOST:PORT."
            .formatted(sentinel, error.text()));
  }

  private static ConnectorException notOurs(NamedMaster.Sentinel sentinel, Throwable cause) {
    return new ConnectorException(
        AUTHENTICATION_FAILED,
        "Sentinel %s refuses user and password. Check sentinel_username and sentinel_password; those in uri are the server's."
            .formatted(sentinel),
        cause);
  }

  private ConnectorException unknown() {
    return new ConnectorException(
        CONFIG_INVALID,
        "No sentinel knows the %s. Check the name behind # in uri; SENTINEL MASTERS lists those that they know."
            .formatted(master));
  }

  private ConnectorException notFound(List<ConnectorException> failures) {
    Optional<ConnectorException> lasting =
        failures.stream().filter(e -> e.category() != ErrorCategory.TRANSIENT).findFirst();
    if (lasting.isPresent()) {
      return lasting.get();
    }
    if (failures.size() == order.size()) {
      return unreachable(failures.get(0));
    }
    return located ? forgotten() : unknown();
  }

  /** The name is right: sentinels that do not know it any more have been restarted without it. */
  private ConnectorException forgotten() {
    return new ConnectorException(
        SOURCE_UNREACHABLE,
        "The sentinels that answer have forgotten the %s. Check that all of them are up and configured."
            .formatted(master));
  }

  private ConnectorException unreachable(ConnectorException first) {
    return new ConnectorException(
        SOURCE_UNREACHABLE,
        "No sentinel can be asked for the %s. Check that one is up, and its host and port in uri. The first failure: %s"
            .formatted(master, first.getMessage()),
        first);
  }

  @Override
  public void close() {
    connector.close();
  }
}
