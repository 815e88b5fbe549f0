package dev.skimmer.dragonfly.connect;

import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.util.Optional;

/** Finds out what a server can do, by trying. Safe for concurrent use. */
public final class CapabilityProbe {
  private static final String ABSENT_KEY = "skimmer:probe";

  private final ControlConnection control;

  /** Creates a probe that asks on this connection. */
  public CapabilityProbe(ControlConnection control) {
    this.control = control;
  }

  /**
   * Returns what the server can do.
   *
   * @param fieldExpiries whether the expiries of hash fields are wanted
   * @param digests whether digests are wanted, where the server has them
   * @throws ConnectorException when the server cannot do what is wanted
   */
  public Capabilities capabilities(boolean fieldExpiries, boolean digests) {
    return Attempts.run(
        control.patience(),
        () ->
            new Capabilities(
                absoluteExpiry(),
                fieldExpiries ? fieldExpiry() : FieldExpiry.UNUSED,
                digests && hasDigest()));
  }

  private boolean absoluteExpiry() {
    boolean absolute = knows("PEXPIRETIME", ABSENT_KEY);
    if (!absolute) {
      ControlConnection.error(control.call("TIME"), 0)
          .ifPresent(
              error -> {
                throw error.toException("TIME", control.address());
              });
    }
    return absolute;
  }

  /** Whatever is wrong with DIGEST, strings can be read without it. */
  private boolean hasDigest() {
    Optional<ErrorReply> error = ControlConnection.error(control.call("DIGEST", ABSENT_KEY), 0);
    return error.isEmpty() || error.get().kind() == ErrorReply.Kind.MOVED;
  }

  private FieldExpiry fieldExpiry() {
    if (knows(FieldExpiry.ABSOLUTE.command(), ABSENT_KEY, "FIELDS", "1", "f")) {
      return FieldExpiry.ABSOLUTE;
    }
    if (knows(FieldExpiry.RELATIVE.command(), ABSENT_KEY, "f")) {
      return FieldExpiry.RELATIVE;
    }
    throw new ConnectorException(
        ErrorCode.CONFIG_INVALID,
        ("%s does not tell the expiries of hash fields: it knows neither HPEXPIRETIME nor FIELDTTL."
                + " Set hash_field_expiry to false, or use Redis 7.4, Valkey 9, Dragonfly 1.12, or"
                + " newer.")
            .formatted(control.address()));
  }

  private boolean knows(String... command) {
    Replies replies = control.call(command);
    Optional<ErrorReply> error = ControlConnection.error(replies, 0);
    if (error.isEmpty()) {
      return true;
    }
    return switch (error.get().kind()) {
      case COMMAND_UNKNOWN -> false;
      // A command that is refused is known; reading names it as soon as it is needed.
      case COMMAND_DENIED, KEY_DENIED, WRONG_TYPE, MOVED -> true;
      case AUTHENTICATION, NO_SUCH_DATABASE, NOT_READY, OTHER ->
          throw error.get().toException(command[0], control.address());
    };
  }
}
