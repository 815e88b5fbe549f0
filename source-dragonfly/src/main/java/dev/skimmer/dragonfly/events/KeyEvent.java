package dev.skimmer.dragonfly.events;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One keyspace notification: which key of which database something happened to. Servers send it on
 * the channel {@code __keyspace@<db>__:<key>} with the event as message, or on {@code
 * __keyevent@<db>__:<event>} with the key, or on both, as their configuration says: documentation
 * of Redis, "Keyspace notifications". Dragonfly sends the second form for {@code expired} alone.
 */
final class KeyEvent {
  private static final Pattern CHANNEL =
      Pattern.compile("__key(space|event)@([0-9]{1,3})__:(.*)", Pattern.DOTALL);

  /** Events in which nothing changes; reading an absent key is one of them. */
  private static final Set<String> READS = Set.of("keymiss");

  private final int database;
  private final byte[] key;

  private KeyEvent(int database, byte[] key) {
    this.database = database;
    this.key = key;
  }

  int database() {
    return database;
  }

  /** Returns the key, which belongs to the caller. */
  byte[] key() {
    return key;
  }

  /** Returns the patterns of the channels of a database. */
  static Set<String> patterns(int database) {
    return Set.of("__keyspace@" + database + "__:*", "__keyevent@" + database + "__:*");
  }

  /** Reads a message; empty where it tells of no change of a key. */
  static Optional<KeyEvent> of(byte[] channel, byte[] message) {
    Matcher name = CHANNEL.matcher(new String(channel, ISO_8859_1));
    if (!name.matches()) {
      return Optional.empty();
    }
    boolean ofSpace = name.group(1).equals("space");
    String rest = name.group(3);
    String event = ofSpace ? new String(message, ISO_8859_1) : rest;
    if (READS.contains(event)) {
      return Optional.empty();
    }
    byte[] key = ofSpace ? rest.getBytes(ISO_8859_1) : message.clone();
    return Optional.of(new KeyEvent(Integer.parseInt(name.group(2)), key));
  }
}
