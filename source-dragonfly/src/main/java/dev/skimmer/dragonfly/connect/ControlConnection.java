package dev.skimmer.dragonfly.connect;

import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.Pipeline;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.ReplyForms;
import dev.skimmer.dragonfly.pipeline.Token;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The connection for questions about the server, opened when first needed and again after a
 * failure. Safe for concurrent use, one question after another.
 */
public final class ControlConnection implements AutoCloseable {
  private final Connector connector;
  private final int database;
  private Optional<Pipeline> pipeline = Optional.empty();
  private String id = "";

  /** Creates a connection to the connector's own database. */
  public ControlConnection(Connector connector) {
    this(connector, connector.settings().database());
  }

  /** Creates a connection to a database. */
  public ControlConnection(Connector connector, int database) {
    this.connector = connector;
    this.database = database;
  }

  /** Returns the connector that this connection is opened with. */
  public Connector connector() {
    return connector;
  }

  /** Returns what messages call the server. */
  public String address() {
    return connector.settings().address();
  }

  /**
   * Returns how long the server may be silent, and how long one is waited for that is not ready.
   */
  Duration patience() {
    return connector.settings().timeout();
  }

  int database() {
    return database;
  }

  /** Returns a text that is another one after each reconnection. */
  synchronized String id() {
    return id;
  }

  /**
   * Sends commands, which must be safe to repeat, and waits for all replies. A connection that
   * broke since the last question is replaced once.
   *
   * @throws ConnectorException when the connection fails
   */
  public synchronized Replies call(CommandBuffer commands) {
    boolean used = pipeline.isPresent();
    try {
      return open().call(commands);
    } catch (ConnectorException e) {
      close();
      if (!used || e.code() != ErrorCode.SOURCE_UNREACHABLE) {
        throw e;
      }
    }
    return open().call(commands);
  }

  private Pipeline open() {
    if (pipeline.isEmpty()) {
      pipeline = Optional.of(connector.connect(database));
      id = UUID.randomUUID().toString();
    }
    return pipeline.get();
  }

  /** Sends one command and waits for its reply, which is the first and only one. */
  public Replies call(String... words) {
    return call(new CommandBuffer().add(words));
  }

  /** Returns the error that a reply is, or empty when it is none. */
  public static Optional<ErrorReply> error(Replies replies, int reply) {
    int token = replies.token(reply);
    return replies.kind(token) == Token.ERROR
        ? Optional.of(ErrorReply.of(replies.text(token)))
        : Optional.empty();
  }

  /**
   * Asks for a page of keys: its first reply is an array of the next cursor and an array of keys.
   *
   * @throws ConnectorException when the server refuses, or answers something else
   */
  public Replies scan(String cursor, String pattern, int count) {
    Replies page = call("SCAN", cursor, "MATCH", pattern, "COUNT", Integer.toString(count));
    Optional<ErrorReply> error = error(page, 0);
    if (error.isPresent() || !ReplyForms.isPage(page, page.token(0))) {
      throw error.orElseGet(() -> ErrorReply.of("no page")).toException("SCAN", address());
    }
    return page;
  }

  /**
   * Makes sure that a reply is a text.
   *
   * @throws ConnectorException with {@code SOURCE_PROTOCOL} when it is none
   */
  public void requireText(Replies replies, int reply, String command) {
    if (!ReplyForms.isText(replies, replies.token(reply))) {
      throw ErrorReply.of("no text").toException(command, address());
    }
  }

  @Override
  public synchronized void close() {
    pipeline.ifPresent(Pipeline::close);
    pipeline = Optional.empty();
  }
}
