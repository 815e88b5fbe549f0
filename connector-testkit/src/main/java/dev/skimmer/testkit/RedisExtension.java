package dev.skimmer.testkit;

import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real server for all tests of a class, empty before each: registered as a static field with
 * {@code @RegisterExtension}, before the extensions and methods that use it.
 *
 * <p>Its methods talk to database 0 over one connection; a test that selects another one, or kills
 * the server, had better open a {@link #server server's} own {@link RedisServerFixture#client
 * client}. Not safe for concurrent use.
 */
public final class RedisExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  private final Supplier<RedisServerFixture> start;
  private RedisServerFixture server;
  private RespClient client;

  private RedisExtension(Supplier<RedisServerFixture> start) {
    this.start = start;
  }

  /**
   * Returns a server as {@link RedisServerFixture#start} starts it.
   *
   * @param arguments as on the command line of {@code redis-server}
   */
  public static RedisExtension plain(String... arguments) {
    return new RedisExtension(() -> RedisServerFixture.start(arguments));
  }

  /**
   * Returns a server as {@link RedisServerFixture#startWithModules} starts it.
   *
   * @param arguments as on the command line of {@code redis-server}
   */
  public static RedisExtension withModules(String... arguments) {
    return new RedisExtension(() -> RedisServerFixture.startWithModules(arguments));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    server = start.get();
    client = server.client();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    client.call("SELECT", 0);
    client.call("FLUSHALL");
  }

  @Override
  public void afterAll(ExtensionContext context) {
    client.close();
    server.close();
  }

  public RedisServerFixture server() {
    return server;
  }

  public int port() {
    return server.port();
  }

  /** Sends a command, and fails when the reply is an error. */
  public Object call(Object... words) {
    return client.call(words);
  }

  /** Sends a command and returns its reply as text. */
  public String text(Object... words) {
    return client.text(words);
  }

  /** Writes a command that {@link #flushAll} sends. */
  public void send(Object... words) {
    client.send(words);
  }

  /** Sends what was written and fails when a reply is an error. */
  public void flushAll() {
    client.flushAll();
  }
}
