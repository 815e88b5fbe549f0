package dev.skimmer.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Writes and reads the state's document: JSON with a version and a CRC-32C of the state's own text.
 */
final class SyncStateCodec {
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private SyncStateCodec() {}

  static String encode(SyncState state) {
    ObjectNode body = JSON.createObjectNode();
    body.put("identity", state.identity());
    body.put("scope", state.scope());
    body.put("epoch", state.epoch().value());
    body.put("pass", state.pass());
    body.put("started_at", state.startedAt().toString());
    state.lastCompletePass().ifPresent(begun -> body.put("last_complete_pass", begun.toString()));
    body.put("complete", state.complete());
    ObjectNode splits = body.putObject("splits");
    state
        .splits()
        .forEach(
            (id, split) ->
                splits
                    .putObject(id)
                    .put("cursor", split.cursor().value())
                    .put("finished", split.finished()));
    ObjectNode document = JSON.createObjectNode();
    document.put("version", VERSION);
    document.put("checksum", checksum(body));
    document.set("state", body);
    return document.toString();
  }

  static SyncState decode(String pipeline, String document) {
    try {
      JsonNode root = JSON.readTree(document);
      int version = root.path("version").asInt();
      if (version > VERSION) {
        throw unreadable(
            pipeline,
            "was written by a newer version of Skimmer (state version %d, this one reads %d). "
                    .formatted(version, VERSION)
                + "Use that version, or reset the pipeline",
            null);
      }
      JsonNode body = root.path("state");
      if (version < 1 || !checksum(body).equals(root.path("checksum").asText())) {
        throw unreadable(pipeline, "is damaged: its checksum does not match", null);
      }
      return decodeBody(body);
    } catch (JsonProcessingException | DateTimeException e) {
      throw unreadable(pipeline, "is damaged: it is not the JSON it should be", e);
    }
  }

  private static SyncState decodeBody(JsonNode body) {
    Map<String, SplitState> splits = new LinkedHashMap<>();
    body.path("splits")
        .properties()
        .forEach(
            split ->
                splits.put(
                    split.getKey(),
                    new SplitState(
                        new Cursor(split.getValue().path("cursor").asText()),
                        split.getValue().path("finished").asBoolean())));
    return new SyncState(
        body.path("identity").asText(),
        body.path("scope").asText(),
        new Epoch(body.path("epoch").asText()),
        body.path("pass").asLong(),
        Instant.parse(body.path("started_at").asText()),
        Optional.ofNullable(body.path("last_complete_pass").textValue()).map(Instant::parse),
        body.path("complete").asBoolean(),
        splits);
  }

  private static ConnectorException unreadable(String pipeline, String what, Throwable cause) {
    return new ConnectorException(
        ErrorCode.STATE_UNREADABLE,
        "The state of pipeline '%s' %s. Nothing was changed. ".formatted(pipeline, what)
            + "Deleting its row in _skimmer_state makes the next sync compare everything anew"
            + " (with --adopt).",
        cause);
  }

  private static String checksum(JsonNode body) {
    CRC32C crc = new CRC32C();
    crc.update(body.toString().getBytes(StandardCharsets.UTF_8));
    return "%08x".formatted(crc.getValue());
  }
}
