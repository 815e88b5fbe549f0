package dev.skimmer.dragonfly.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import org.junit.jupiter.api.Tag;

/** Whatever a server sends is replies or a broken protocol, however it is cut. */
@Tag("promise-40")
class ReplyDecoderFuzzTest {
  private static final int PAGE_LIMIT = 1 << 16;
  private static final int REPLY_LIMIT = 1 << 12;

  @FuzzTest(maxDuration = "30s")
  void decodesAlikeHoweverItIsCut(FuzzedDataProvider input) {
    int chunk = input.consumeInt(1, 64);
    byte[] sent = input.consumeRemainingAsBytes();
    String whole = decode(sent, Math.max(1, sent.length));
    assertThat(decode(sent, chunk)).isEqualTo(whole);
    assertThat(decode(sent, 1)).isEqualTo(whole);
  }

  /** Returns a text that shows every reply, and whether the protocol broke behind them. */
  private static String decode(byte[] sent, int chunk) {
    Replies replies = new Replies().reset(PAGE_LIMIT, REPLY_LIMIT);
    ReplyDecoder decoder = new ReplyDecoder(1 << 20);
    StringBuilder shown = new StringBuilder();
    try {
      for (int from = 0; from < sent.length; ) {
        from = decoder.decode(sent, from, Math.min(sent.length, from + chunk), replies);
      }
    } catch (ConnectorException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_PROTOCOL);
      shown.append("broken ");
    }
    assertThat(replies.used()).isLessThanOrEqualTo(PAGE_LIMIT + REPLY_LIMIT);
    for (int reply = 0; reply < replies.size(); reply++) {
      show(replies, reply, shown);
    }
    return shown.toString();
  }

  private static void show(Replies replies, int reply, StringBuilder shown) {
    int end = reply + 1 < replies.size() ? replies.token(reply + 1) : replies.token(reply) + 1;
    for (int token = replies.token(reply); token < end; token++) {
      Token kind = replies.kind(token);
      shown.append(kind).append(' ');
      shown.append(
          switch (kind) {
            case BULK, STATUS, ERROR -> replies.text(token);
            case ARRAY -> Integer.toString(replies.count(token));
            case INTEGER, DROPPED -> Long.toString(replies.number(token));
            case NIL -> "";
          });
      shown.append('\n');
    }
  }
}
