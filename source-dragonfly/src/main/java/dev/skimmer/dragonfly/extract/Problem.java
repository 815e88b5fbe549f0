package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.connect.ErrorReply;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Why a key that exists could not be read.
 *
 * @param kind the server's word for its type; empty when it is not known
 * @param code what failed
 * @param message what to do about it
 * @param size what the server says of the value's size: bytes of a string, elements of a collection
 */
record Problem(String kind, ErrorCode code, String message, OptionalLong size) {
  Problem(String kind, ErrorCode code, String message) {
    this(kind, code, message, OptionalLong.empty());
  }

  Problem withSize(long known) {
    return new Problem(kind, code, message, OptionalLong.of(known));
  }

  /**
   * Says what an error reply means for one key.
   *
   * @param command that was refused
   * @return empty when the key is of another type
   * @throws ConnectorException when the error does not concern this key alone
   */
  static Optional<Problem> ofError(ErrorReply error, String kind, String command, String address) {
    return switch (error.kind()) {
      case WRONG_TYPE -> Optional.empty();
      case KEY_DENIED -> Optional.of(denied(kind, error));
      case OTHER -> Optional.of(failed(kind, error));
      case COMMAND_DENIED, COMMAND_UNKNOWN, AUTHENTICATION, NO_SUCH_DATABASE, NOT_READY, MOVED ->
          throw error.toException(command, address);
    };
  }

  private static Problem denied(String kind, ErrorReply error) {
    return new Problem(
        kind,
        ErrorCode.KEY_DENIED,
        "The user may not read this key (%s). Let its ACL read it, or choose a key_pattern without it."
            .formatted(error.text()));
  }

  private static Problem failed(String kind, ErrorReply error) {
    return new Problem(
        kind,
        ErrorCode.KEY_FAILED,
        "The server answered an error (%s). Read the key by hand to see why."
            .formatted(error.text()));
  }

  static Problem unexpected(String kind, String command) {
    return new Problem(
        kind,
        ErrorCode.KEY_FAILED,
        "The server answered %s with something that is no reply to it. Read the key by hand to see why."
            .formatted(command));
  }

  static Problem unstable(String kind, int attempts) {
    return new Problem(
        kind,
        ErrorCode.KEY_UNSTABLE,
        "The key changed each of %d times while it was read. Sync again when it is written less."
            .formatted(attempts));
  }

  static Problem tooLarge(String kind, String size, long limit) {
    return new Problem(
        kind,
        ErrorCode.VALUE_TOO_LARGE,
        "The %s of %s is larger than max_value_bytes, %d. Raise max_value_bytes to copy it."
            .formatted(kind, size, limit));
  }
}
