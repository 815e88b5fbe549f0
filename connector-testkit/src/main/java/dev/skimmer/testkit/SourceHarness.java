package dev.skimmer.testkit;

import dev.skimmer.spi.Source;
import dev.skimmer.text.EscapedText;
import java.util.Map;
import java.util.Optional;

/** What the contract of sources needs to know about one of them. */
public interface SourceHarness {
  /** How many keys the contract writes where the number matters. */
  int KEYS = 300;

  /** Returns the source. */
  Source<?> source();

  /**
   * Returns the configuration of the system of the running test, which is empty when the test
   * begins, as a user would write it. {@value #KEYS} keys must need at least three checkpoints with
   * it.
   */
  Map<String, String> configuration();

  /** Returns a configuration without a mistake in it, whose system is not there. */
  Map<String, String> configurationOfNothing();

  /**
   * Writes a key by other means than the connector, whether or not it is there. May be called while
   * a session is open.
   *
   * @param value any text without NUL; equal texts are equal values
   */
  void put(byte[] key, String value);

  /** Removes a key by other means than the connector. May be called while a session is open. */
  void remove(byte[] key);

  /** Returns what the KEY column of the row of this key holds. */
  default String keyText(byte[] key) {
    return EscapedText.encode(key);
  }

  /** Returns whether the system can hold this key. */
  default boolean allowsKey(byte[] key) {
    return true;
  }

  /**
   * Breaks every connection of open sessions, as a server does that is restarted, but keeps the
   * keys and lets new connections in.
   *
   * @return false where there is none that could break
   */
  default boolean breakConnections() {
    return false;
  }

  /**
   * Lets the system fall silent without breaking a connection.
   *
   * @return what lets it speak again; empty where a reader never waits for anybody
   */
  default Optional<Runnable> silence() {
    return Optional.empty();
  }
}
