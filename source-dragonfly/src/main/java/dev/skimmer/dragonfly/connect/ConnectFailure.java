package dev.skimmer.dragonfly.connect;

import static dev.skimmer.spi.ErrorCode.SOURCE_TIMEOUT;
import static dev.skimmer.spi.ErrorCode.SOURCE_UNREACHABLE;
import static dev.skimmer.spi.ErrorCode.TLS_FAILED;

import dev.skimmer.spi.ConnectorException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.netty.channel.ConnectTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says why a connection could not be established, from what the driver threw. */
final class ConnectFailure {
  static final int MAX_CAUSES = 20;

  private ConnectFailure() {}

  static ConnectorException of(Throwable thrown, ConnectSettings settings) {
    Optional<ConnectorException> known =
        first(thrown, ConnectorException.class)
            .or(() -> refused(thrown, settings))
            .or(() -> tls(thrown, settings));
    return known.orElseGet(() -> unreachable(thrown, settings));
  }

  private static Optional<ConnectorException> refused(Throwable thrown, ConnectSettings settings) {
    return first(thrown, RedisCommandExecutionException.class)
        .map(error -> ErrorReply.of(String.valueOf(error.getMessage())))
        .map(error -> error.toException(refusedCommand(error), settings.address()));
  }

  /** The driver does not say which of its first commands failed; a denial names SELECT itself. */
  private static String refusedCommand(ErrorReply error) {
    if (error.kind() == ErrorReply.Kind.NOT_READY) {
      return "PING";
    }
    return error.text().toLowerCase(Locale.ROOT).contains("'select") ? "SELECT" : "AUTH";
  }

  private static Optional<ConnectorException> tls(Throwable thrown, ConnectSettings settings) {
    boolean failed =
        first(thrown, SSLException.class).isPresent()
            || first(thrown, GeneralSecurityException.class).isPresent();
    if (!failed) {
      return Optional.empty();
    }
    return Optional.of(
        new ConnectorException(
            TLS_FAILED,
            "TLS with %s failed: %s".formatted(settings.address(), TlsReason.of(thrown)),
            thrown));
  }

  private static ConnectorException unreachable(Throwable thrown, ConnectSettings settings) {
    String address = fullAddress(settings);
    if (settings.isSocket()) {
      return new ConnectorException(
          SOURCE_UNREACHABLE,
          "Cannot connect to %s: %s. Check that a server on this machine has it as its unixsocket, and that you may write to it."
              .formatted(address, innermostMessage(thrown)),
          thrown);
    }
    if (first(thrown, UnknownHostException.class).isPresent()) {
      return new ConnectorException(
          SOURCE_UNREACHABLE,
          "Cannot connect to %s: the host name is unknown. Check host.".formatted(address),
          thrown);
    }
    String hint = settings.tls().isPresent() ? "" : " If the port expects TLS, set ssl to true.";
    if (isTimeout(thrown)) {
      return new ConnectorException(
          SOURCE_TIMEOUT,
          "Cannot connect to %s within %d s. Check host and port, or raise timeout_seconds.%s"
              .formatted(address, settings.timeout().toSeconds(), hint),
          thrown);
    }
    return new ConnectorException(
        SOURCE_UNREACHABLE,
        "Cannot connect to %s: %s. Check that the server is up, and host and port.%s"
            .formatted(address, innermostMessage(thrown), hint),
        thrown);
  }

  /** What is called by a title is somewhere, too. */
  private static String fullAddress(ConnectSettings settings) {
    return settings.title().isEmpty()
        ? settings.address()
        : settings.address() + " at " + settings.place();
  }

  private static boolean isTimeout(Throwable thrown) {
    return first(thrown, RedisCommandTimeoutException.class).isPresent()
        || first(thrown, ConnectTimeoutException.class).isPresent();
  }

  private static String innermostMessage(Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; i < MAX_CAUSES && cause.getCause() != null; i++) {
      cause = cause.getCause();
    }
    return ErrorReply.of(String.valueOf(cause.getMessage())).text();
  }

  static <T extends Throwable> Optional<T> first(Throwable thrown, Class<T> type) {
    Throwable cause = thrown;
    for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }
}
