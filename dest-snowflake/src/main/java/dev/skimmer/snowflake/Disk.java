package dev.skimmer.snowflake;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;

/** What went wrong with a file here. */
final class Disk {
  private Disk() {}

  static RuntimeException failure(IOException failure) {
    if (failure instanceof CharacterCodingException) {
      return new IllegalArgumentException(
          "A text holds half a surrogate pair; escape it first", failure);
    }
    return new ConnectorException(
        ErrorCode.DESTINATION_FULL,
        "Cannot write rows to a file in the temporary folder %s (%s). Free space there, lower max_file_bytes, or name another folder with -Djava.io.tmpdir."
            .formatted(System.getProperty("java.io.tmpdir"), failure.getMessage()),
        failure);
  }
}
