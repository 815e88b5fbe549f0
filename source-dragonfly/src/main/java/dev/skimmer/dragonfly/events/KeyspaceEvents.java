package dev.skimmer.dragonfly.events;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.skimmer.dragonfly.connect.Connector;
import dev.skimmer.dragonfly.connect.Subscription;
import dev.skimmer.dragonfly.scan.KeyPattern;
import dev.skimmer.spi.ChangeHints;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.TableId;
import dev.skimmer.text.EscapedText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the keys that the servers of a session name in keyspace notifications, which they send
 * only where they are configured to. A connection that breaks is opened again by {@link #take}, and
 * what was missed is left to the next pass.
 */
public final class KeyspaceEvents implements ChangeHints {
  private static final Logger LOG = LoggerFactory.getLogger(KeyspaceEvents.class);

  /** More are left to a pass, which reads so many more cheaply. */
  private static final int MOST_KEYS = 10_000;

  private static final long REOPEN_NANOS = Duration.ofSeconds(10).toNanos();

  private final List<Connector> servers;
  private final Map<Integer, TableId> tables;
  private final KeyPattern pattern;
  private final Runnable whenNamed;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final Map<TableId, Set<String>> named = new HashMap<>();
  private int keys;
  private long openedAt;
  private boolean refused;

  private KeyspaceEvents(
      List<Connector> servers,
      Map<Integer, TableId> tables,
      KeyPattern pattern,
      Runnable whenNamed) {
    this.servers = List.copyOf(servers);
    this.tables = Map.copyOf(tables);
    this.pattern = pattern;
    this.whenNamed = whenNamed;
  }

  /**
   * Begins to listen.
   *
   * @param servers those that hold the keys: each tells of its own alone
   * @param tables the main table of each database
   * @param pattern of the keys that are copied
   * @param whenNamed see {@link dev.skimmer.spi.Source.Session#listen}
   */
  public static KeyspaceEvents listen(
      List<Connector> servers,
      Map<Integer, TableId> tables,
      KeyPattern pattern,
      Runnable whenNamed) {
    KeyspaceEvents events = new KeyspaceEvents(servers, tables, pattern, whenNamed);
    events.open();
    return events;
  }

  @Override
  public Map<TableId, Set<String>> take() {
    openAgain();
    synchronized (named) {
      Map<TableId, Set<String>> taken = new HashMap<>(named);
      named.clear();
      keys = 0;
      return taken;
    }
  }

  @Override
  public synchronized void close() {
    refused = true;
    subscriptions.forEach(Subscription::close);
    subscriptions.clear();
  }

  private synchronized void openAgain() {
    boolean whole =
        subscriptions.size() == servers.size()
            && subscriptions.stream().allMatch(Subscription::isOpen);
    if (!whole && !refused && System.nanoTime() - openedAt > REOPEN_NANOS) {
      subscriptions.forEach(Subscription::close);
      subscriptions.clear();
      open();
    }
  }

  private synchronized void open() {
    openedAt = System.nanoTime();
    Collection<byte[]> channels =
        tables.keySet().stream()
            .flatMap(database -> KeyEvent.patterns(database).stream())
            .map(channel -> channel.getBytes(US_ASCII))
            .toList();
    try {
      for (Connector server : servers) {
        subscriptions.add(server.subscribe(channels, this::add));
      }
    } catch (ConnectorException e) {
      if (e.code() == ErrorCode.PERMISSION_DENIED) {
        refused = true;
        LOG.info(
            "Keyspace notifications may not be listened to, so that changes show at the next pass. Where the server sends them, permit it: +psubscribe &__keyspace@* &__keyevent@*");
      } else {
        LOG.debug("Cannot listen to keyspace notifications", e);
      }
    }
  }

  private void add(byte[] channel, byte[] message) {
    KeyEvent.of(channel, message).ifPresent(this::add);
  }

  private void add(KeyEvent event) {
    TableId table = tables.get(event.database());
    if (table == null || !pattern.matches(event.key())) {
      return;
    }
    synchronized (named) {
      String text = EscapedText.encode(event.key(), 0, event.key().length);
      if (keys < MOST_KEYS && named.computeIfAbsent(table, any -> new HashSet<>()).add(text)) {
        keys++;
      }
    }
    whenNamed.run();
  }
}
