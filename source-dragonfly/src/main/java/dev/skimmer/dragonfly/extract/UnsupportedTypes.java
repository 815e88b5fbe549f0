package dev.skimmer.dragonfly.extract;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides about types that are not known, and warns of each of them once. Thread-safe. */
public final class UnsupportedTypes {
  private static final Logger LOG = LoggerFactory.getLogger(UnsupportedTypes.class);

  private final OnUnsupported policy;
  private final Map<String, OpaqueType> met = new ConcurrentHashMap<>();

  public UnsupportedTypes(OnUnsupported policy) {
    this.policy = policy;
  }

  /**
   * Returns how keys of such a type are written, or empty when they are left out.
   *
   * @param word the server's word for the type
   * @throws ConnectorException when the configuration says that they stop the sync
   */
  Optional<ValueType> typeOf(String word) {
    OpaqueType type = met.computeIfAbsent(word, this::firstOf);
    return switch (policy) {
      case REPORT -> Optional.of(type);
      case SKIP -> Optional.empty();
      case FAIL ->
          throw new ConnectorException(
              ErrorCode.TYPE_UNSUPPORTED,
              ("There are keys of type %s, which Skimmer cannot read, and on_unsupported is fail."
                      + " Choose a key_pattern without them, or set on_unsupported to report or skip.")
                  .formatted(word));
    };
  }

  private OpaqueType firstOf(String word) {
    LOG.warn(
        "Keys of type {} cannot be read: {}",
        word,
        policy == OnUnsupported.REPORT ? "their rows have no value" : "they are left out");
    return new OpaqueType(word);
  }
}
