package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("promise-29")
class SyncStateCodecTest {
  private final SyncState sync =
      new SyncState(
          "host:6379/0",
          "*",
          new Epoch("abc"),
          7,
          Instant.parse("2026-01-02T03:04:05.678Z"),
          Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
          false,
          Map.of("s0", new SplitState(new Cursor("123"), false)));
  private final Lease lease =
      new Lease(
          new LeaseHolder("run", "h\u00f6st", 42, "123456", "pid:[4026531836]", "b00t"),
          Instant.parse("2026-01-02T03:04:05Z"),
          Instant.parse("2026-01-02T03:05:05Z"));
  private final PipelineState state = new PipelineState(3, Optional.of(lease), Optional.of(sync));

  private static PipelineState decode(String document) {
    return SyncStateCodec.decode("p", document);
  }

  @Test
  void whatIsWrittenIsReadBack() {
    for (PipelineState written :
        new PipelineState[] {
          state,
          state.with(sync.completed()),
          state.with(Optional.empty()),
          PipelineState.NONE.takenUnder(lease)
        }) {
      assertThat(decode(SyncStateCodec.encode(written))).isEqualTo(written);
    }
  }

  @Test
  void aDocumentWithoutALeaseIsReadAsItWasWritten() {
    String body =
        "{\"identity\":\"host:6379/0\",\"scope\":\"*\",\"epoch\":\"abc\",\"pass\":7,"
            + "\"started_at\":\"2026-01-02T03:04:05.678Z\","
            + "\"last_complete_pass\":\"2026-01-01T00:00:00Z\",\"complete\":false,"
            + "\"splits\":{\"s0\":{\"cursor\":\"123\",\"finished\":false}}}";
    CRC32C crc = new CRC32C();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    String former =
        "{\"version\":1,\"checksum\":\"%08x\",\"state\":%s}".formatted(crc.getValue(), body);
    assertThat(decode(former)).isEqualTo(new PipelineState(0, Optional.empty(), Optional.of(sync)));
    assertThatThrownBy(() -> decode(former.replace("\"pass\":7", "\"pass\":8")))
        .hasMessageContaining("damaged");
  }

  @Test
  void noDamageToOneBitGoesUnnoticed() {
    byte[] document = SyncStateCodec.encode(state).getBytes(StandardCharsets.UTF_8);
    for (int bit = 0; bit < 8 * document.length; bit++) {
      byte[] damaged = document.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      String text = new String(damaged, StandardCharsets.UTF_8);
      try {
        assertThat(decode(text)).as(text).isEqualTo(state);
      } catch (ConnectorException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.STATE_UNREADABLE);
      }
    }
  }

  @Test
  void aTruncatedDocumentIsRefused() {
    String document = SyncStateCodec.encode(state);
    for (int length = 0; length < document.length(); length++) {
      String truncated = document.substring(0, length);
      assertThatThrownBy(() -> decode(truncated))
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining("damaged");
    }
  }

  @Test
  void aNewerVersionIsRefusedByName() {
    String newer = SyncStateCodec.encode(state).replace("\"version\":2", "\"version\":3");
    assertThatThrownBy(() -> SyncStateCodec.decode("shop", newer))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("'shop'")
        .hasMessageContaining("newer version");
  }

  @Test
  void theMessageNamesTheRowToDelete() {
    assertThatThrownBy(() -> SyncStateCodec.decode("it's", "x"))
        .hasMessageContaining("DELETE FROM _skimmer_state WHERE pipeline = 'it''s'")
        .hasMessageContaining("--adopt")
        .hasMessageContaining("Nothing was changed");
  }
}
