package dev.skimmer.state;

import static dev.skimmer.spi.ErrorCode.STATE_UNREADABLE;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.StoredState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The text of a state file: one line of JSON in ASCII with a version and a SHA-256 of the state's
 * own text. There is one way to write a state, so a file that reads differently is damaged.
 *
 * @param path named in messages
 */
record StateFile(Path path, String pipeline) {
  private static final int VERSION = 1;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  byte[] encode(StoredState state) {
    return encode(pipeline, state);
  }

  /**
   * Reads a state.
   *
   * @throws ConnectorException with {@code STATE_UNREADABLE} when a single bit is not as it was
   *     written, when a newer version wrote it, or when it is the state of another pipeline
   */
  StoredState decode(byte[] bytes) {
    JsonNode root = parse(bytes);
    int version = root.path("version").asInt();
    if (version > VERSION) {
      throw unreadable(
          "was written by a newer version of Skimmer (file version %d, this one reads %d). Use that version"
              .formatted(version, VERSION),
          null);
    }
    JsonNode body = root.path("state");
    StoredState state =
        new StoredState(
            body.path("sequence").asLong(),
            body.path("token").asText(),
            body.path("document").asText());
    String owner = body.path("pipeline").asText();
    if (!Arrays.equals(bytes, encode(owner, state))) {
      throw unreadable("is damaged: its checksum does not match. Restore it from a backup", null);
    }
    if (!owner.equals(pipeline)) {
      throw unreadable("is that of another pipeline. Rename it to what it was", null);
    }
    return state;
  }

  private JsonNode parse(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw unreadable("is damaged: it is not the JSON it should be. Restore it from a backup", e);
    }
  }

  private ConnectorException unreadable(String what, Throwable cause) {
    return new ConnectorException(
        STATE_UNREADABLE,
        "The state of pipeline '%s' in %s %s, or move it away: then the next sync compares everything anew (with --adopt). Nothing was changed."
            .formatted(pipeline, path, what),
        cause);
  }

  private static byte[] encode(String pipeline, StoredState state) {
    ObjectNode body = JSON.createObjectNode();
    body.put("pipeline", pipeline);
    body.put("sequence", state.sequence());
    body.put("token", state.token());
    body.put("document", state.document());
    ObjectNode root = JSON.createObjectNode();
    root.put("version", VERSION);
    root.put("checksum", checksum(bytes(body)));
    root.set("state", body);
    byte[] text = bytes(root);
    byte[] line = Arrays.copyOf(text, text.length + 1);
    line[text.length] = '\n';
    return line;
  }

  private static byte[] bytes(JsonNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (IOException e) {
      throw new UncheckedIOException("JSON cannot be written", e);
    }
  }

  private static String checksum(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
