package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.ErrorCode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyncStateCodecTest {
  private final SyncState state =
      new SyncState(
          "host:6379/0",
          "*",
          new Epoch("abc"),
          7,
          Instant.parse("2026-01-02T03:04:05.678Z"),
          Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
          false,
          Map.of("s0", new SplitState(new Cursor("123"), false)));

  @Test
  void whatIsWrittenIsReadBack() {
    assertThat(SyncStateCodec.decode("p", SyncStateCodec.encode(state))).isEqualTo(state);
    SyncState completed = state.completed();
    assertThat(SyncStateCodec.decode("p", SyncStateCodec.encode(completed))).isEqualTo(completed);
  }

  @Test
  void noDamageToOneByteGoesUnnoticed() {
    String document = SyncStateCodec.encode(state);
    for (int i = 0; i < document.length(); i++) {
      char flipped = (char) (document.charAt(i) ^ 1);
      String damaged = document.substring(0, i) + flipped + document.substring(i + 1);
      try {
        assertThat(SyncStateCodec.decode("p", damaged)).as(damaged).isEqualTo(state);
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
      assertThatThrownBy(() -> SyncStateCodec.decode("p", truncated))
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining("damaged");
    }
  }

  @Test
  void aNewerVersionIsRefusedByName() {
    String newer = SyncStateCodec.encode(state).replace("\"version\":1", "\"version\":2");
    assertThatThrownBy(() -> SyncStateCodec.decode("shop", newer))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("'shop'")
        .hasMessageContaining("newer version");
  }
}
