package dev.skimmer.dragonfly.connect;

import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.ReplyForms;
import dev.skimmer.dragonfly.pipeline.Token;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which databases a server has, and how many keys they hold, by SELECT: CONFIG GET databases
 * would need an administrator's right, and INFO keyspace lists only those that hold keys. Each
 * pipeline ends in the database that it began in. Safe for concurrent use.
 */
public final class DatabaseCensus {
  private static final String SELECT = "SELECT";

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseCensus.class);

  private final ControlConnection control;

  /** Creates a census that asks on this connection. */
  public DatabaseCensus(ControlConnection control) {
    this.control = control;
  }

  /**
   * Returns those of the databases that the server has, in the same order.
   *
   * @throws ConnectorException when the user may not select databases
   */
  public List<Integer> existing(List<Integer> databases) {
    warnOfMore(databases.get(databases.size() - 1));
    Replies replies = select(databases);
    List<Integer> existing = new ArrayList<>();
    for (int i = 0; i < databases.size(); i++) {
      Optional<ErrorReply> error = ControlConnection.error(replies, i);
      if (error.isEmpty()) {
        existing.add(databases.get(i));
      } else if (error.get().kind() != ErrorReply.Kind.NO_SUCH_DATABASE) {
        throw refused(error.get());
      }
    }
    return existing;
  }

  private void warnOfMore(int last) {
    if (ControlConnection.error(select(List.of(last + 1)), 0).isEmpty()) {
      LOG.warn(
          "{} has databases behind number {}, which are not copied: only 0 to {} can be.",
          control.address(),
          last,
          last);
    }
  }

  /**
   * Makes sure that the server has all of the databases.
   *
   * @throws ConnectorException when it lacks one, or the user may not select databases
   */
  public void requireAll(List<Integer> databases) {
    Replies replies = select(databases);
    for (int i = 0; i < databases.size(); i++) {
      Optional<ErrorReply> error = ControlConnection.error(replies, i);
      if (error.isPresent() && error.get().kind() == ErrorReply.Kind.NO_SUCH_DATABASE) {
        throw new ConnectorException(
            ErrorCode.CONFIG_INVALID,
            "%s has no database %d (%s). Check database."
                .formatted(control.address(), databases.get(i), error.get().text()));
      } else if (error.isPresent()) {
        throw refused(error.get());
      }
    }
  }

  /**
   * Returns about how many keys a database holds, where the user may ask.
   *
   * @throws ConnectorException when the server has no such database any more
   */
  public OptionalLong keys(int database) {
    CommandBuffer commands = new CommandBuffer().add(SELECT, Integer.toString(database));
    Replies replies = control.call(goBack(commands.add("DBSIZE")));
    ControlConnection.error(replies, 0)
        .ifPresent(
            error -> {
              throw refused(error);
            });
    int token = replies.token(1);
    return replies.kind(token) == Token.INTEGER
        ? OptionalLong.of(replies.number(token))
        : OptionalLong.empty();
  }

  /**
   * Returns whether a database may hold keys with an expiry: INFO counts them, and a server that
   * does not say that there are none, or is not known to count, may have some.
   */
  public boolean mayExpire(int database) {
    Replies replies =
        control.call(new CommandBuffer().add("INFO", "server").add("INFO", "keyspace"));
    if (!ReplyForms.isText(replies, replies.token(0))
        || !ReplyForms.isText(replies, replies.token(1))
        || !Dialect.countsExpiries(ServerInfo.parse(replies.text(replies.token(0))))) {
      return true;
    }
    return ServerInfo.parse(replies.text(replies.token(1)))
        .get("db" + database)
        .filter(counts -> List.of(counts.split(",")).contains("expires=0"))
        .isEmpty();
  }

  private Replies select(List<Integer> databases) {
    CommandBuffer commands = new CommandBuffer();
    databases.forEach(database -> commands.add(SELECT, Integer.toString(database)));
    return control.call(goBack(commands));
  }

  private CommandBuffer goBack(CommandBuffer commands) {
    return commands.add(SELECT, Integer.toString(control.database()));
  }

  private ConnectorException refused(ErrorReply error) {
    return error.toException(SELECT, control.address());
  }
}
