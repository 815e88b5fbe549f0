package dev.skimmer.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.StoredState;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Writes and reads the document of a pipeline's state: JSON with a version, and a CRC-32C of the
 * version and the state's own text. Version 1 knew of no lease.
 */
final class SyncStateCodec {
  private static final int VERSION = 2;
  private static final int VERSION_WITHOUT_LEASE = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private SyncStateCodec() {}

  static String encode(PipelineState state) {
    ObjectNode body = JSON.createObjectNode();
    body.put("fencing", state.fencing());
    state.lease().ifPresent(lease -> encode(lease, body.putObject("lease")));
    state.sync().ifPresent(sync -> encode(sync, body.putObject("sync")));
    ObjectNode document = JSON.createObjectNode();
    document.put("version", VERSION);
    document.put("checksum", checksum(VERSION, body));
    document.set("state", body);
    return document.toString();
  }

  private static void encode(Lease lease, ObjectNode body) {
    LeaseHolder holder = lease.holder();
    body.put("run", holder.run());
    body.put("host", holder.host());
    body.put("pid", holder.pid());
    body.put("process_start", holder.processStart());
    body.put("pid_namespace", holder.pidNamespace());
    body.put("boot_id", holder.bootId());
    body.put("since", lease.since().toString());
    body.put("until", lease.until().toString());
  }

  private static void encode(SyncState state, ObjectNode body) {
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
  }

  /** Reads what is stored of a pipeline, as {@link #decode(String, String)} does. */
  static PipelineState decode(String pipeline, Optional<StoredState> stored) {
    return stored.map(found -> decode(pipeline, found.document())).orElse(PipelineState.NONE);
  }

  /**
   * Reads a document.
   *
   * @throws ConnectorException with {@code STATE_UNREADABLE} when it is damaged, or a newer version
   *     wrote it
   */
  static PipelineState decode(String pipeline, String document) {
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
      if (version < VERSION_WITHOUT_LEASE
          || !checksum(version, body).equals(root.path("checksum").asText())) {
        throw unreadable(pipeline, "is damaged: its checksum does not match", null);
      }
      return version == VERSION_WITHOUT_LEASE
          ? new PipelineState(0, Optional.empty(), Optional.of(decodeSync(body)))
          : decodeState(body);
    } catch (JsonProcessingException | DateTimeException e) {
      throw unreadable(pipeline, "is damaged: it is not the JSON it should be", e);
    }
  }

  private static PipelineState decodeState(JsonNode body) {
    return new PipelineState(
        body.path("fencing").asLong(),
        Optional.ofNullable(body.get("lease")).map(SyncStateCodec::decodeLease),
        Optional.ofNullable(body.get("sync")).map(SyncStateCodec::decodeSync));
  }

  private static Lease decodeLease(JsonNode body) {
    return new Lease(
        new LeaseHolder(
            body.path("run").asText(),
            body.path("host").asText(),
            body.path("pid").asLong(),
            body.path("process_start").asText(),
            body.path("pid_namespace").asText(),
            body.path("boot_id").asText()),
        Instant.parse(body.path("since").asText()),
        Instant.parse(body.path("until").asText()));
  }

  private static SyncState decodeSync(JsonNode body) {
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
            + "To compare everything anew, DELETE FROM _skimmer_state WHERE pipeline = '%s', and sync with --adopt."
                .formatted(pipeline.replace("'", "''")),
        cause);
  }

  private static String checksum(int version, JsonNode body) {
    CRC32C crc = new CRC32C();
    if (version > VERSION_WITHOUT_LEASE) {
      crc.update(version);
    }
    crc.update(body.toString().getBytes(StandardCharsets.UTF_8));
    return "%08x".formatted(crc.getValue());
  }
}
