package dev.skimmer.dragonfly.pipeline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies arrive cut anywhere, too large, or broken. */
@Tag("promise-40")
class ReplyDecoderTest {
  private static final long UNLIMITED = Integer.MAX_VALUE;
  private static final String SESSION =
      String.join(
              " ",
              "+OK -NO :-42 :9223372036854775807 $5 hello $0 ",
              "$-1 *2 $1 7 *3 $1 a :1 $-1 *0 *-1 $2 ~~",
              "")
          .replace(" ", "\r\n")
          .replace("~~", "\r\n");

  private static Replies decode(String text, int chunk, Replies into) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    ReplyDecoder decoder = new ReplyDecoder();
    for (int from = 0; from < bytes.length; ) {
      int to = Math.min(bytes.length, from + chunk);
      from = decoder.decode(bytes, from, to, into);
    }
    return into;
  }

  private static Replies unlimited() {
    return new Replies().reset(UNLIMITED, UNLIMITED);
  }

  @Test
  void decodesASessionThatIsCutAtEveryByte() {
    int length = SESSION.length();
    for (int chunk = 1; chunk <= length; chunk++) {
      Replies replies = decode(SESSION, chunk, unlimited());
      assertThat(replies.size()).isEqualTo(11);
      assertThat(replies.text(replies.token(0))).isEqualTo("OK");
      assertThat(replies.kind(replies.token(1))).isEqualTo(Token.ERROR);
      assertThat(replies.number(replies.token(2))).isEqualTo(-42);
      assertThat(replies.number(replies.token(3))).isEqualTo(Long.MAX_VALUE);
      assertThat(replies.text(replies.token(4))).isEqualTo("hello");
      assertThat(replies.length(replies.token(5))).isZero();
      assertThat(replies.kind(replies.token(6))).isEqualTo(Token.NIL);
      assertNested(replies, replies.token(7));
      assertThat(replies.count(replies.token(8))).isZero();
      assertThat(replies.kind(replies.token(9))).isEqualTo(Token.NIL);
      assertThat(replies.text(replies.token(10))).isEqualTo("\r\n");
    }
  }

  private static void assertNested(Replies replies, int token) {
    assertThat(replies.count(token)).isEqualTo(2);
    assertThat(replies.text(token + 1)).isEqualTo("7");
    assertThat(replies.count(token + 2)).isEqualTo(3);
    assertThat(replies.text(token + 3)).isEqualTo("a");
    assertThat(replies.number(token + 4)).isEqualTo(1);
    assertThat(replies.kind(token + 5)).isEqualTo(Token.NIL);
  }

  @Test
  void dropsAReplyThatIsTooLargeAndKeepsTheOthers() {
    String text = "$3\r\nabc\r\n$9\r\n123456789\r\n*2\r\n$5\r\nabcde\r\n$5\r\nabcde\r\n$1\r\nz\r\n";
    Replies replies = decode(text, 4, new Replies().reset(UNLIMITED, 8));
    assertThat(replies.size()).isEqualTo(4);
    assertThat(replies.kind(replies.token(1))).isEqualTo(Token.DROPPED);
    assertThat(replies.number(replies.token(1))).isEqualTo(9);
    assertThat(replies.kind(replies.token(2))).isEqualTo(Token.DROPPED);
    assertThat(replies.text(replies.token(3))).isEqualTo("z");
    assertThat(replies.used()).isEqualTo(4);
  }

  @Test
  void dropsRepliesThatBeginBehindTheLimitOfThePage() {
    Replies replies = decode("$4\r\nabcd\r\n$4\r\nefgh\r\n", 3, new Replies().reset(3, 100));
    assertThat(replies.text(replies.token(0))).isEqualTo("abcd");
    assertThat(replies.kind(replies.token(1))).isEqualTo(Token.DROPPED);
    assertThat(replies.number(replies.token(1))).isEqualTo(4);
  }

  @Test
  void holdsNoMemoryForAnArrayThatIsOnlyAnnounced() {
    Replies replies = decode("*2000000000\r\n:1\r\n", 100, unlimited());
    assertThat(replies.size()).isZero();
  }

  @Test
  void refusesAReplyWithoutEndAlthoughItKeepsNothingOfIt() {
    ReplyDecoder decoder = new ReplyDecoder(1000);
    Replies replies = new Replies().reset(0, 10);
    byte[] begin = "*2147483647\r\n".getBytes(ISO_8859_1);
    byte[] element = ":1\r\n".getBytes(ISO_8859_1);
    int read = decoder.decode(begin, 0, begin.length, replies);
    assertThat(read).isEqualTo(begin.length);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1000; i++) {
                assertThat(decoder.decode(element, 0, element.length, replies)).isPositive();
              }
            })
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("more than 1000 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400\r\n",
        "$-2\r\n",
        "$99999999999\r\n",
        "$x\r\n",
        ":\r\n",
        ":12345678901234567890123\r\n",
        "*-7\r\n",
        "$1\r\nab\r\n",
        "+OK\n",
        "\r\n",
        "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n"
      })
  void refusesWhatIsNotTheProtocol(String text) {
    assertThatThrownBy(() -> decode(text, 3, unlimited()))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_PROTOCOL));
  }

  @Test
  void survivesRandomBytes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String alphabet = "+-:$*0123456789\r\n\r\nab";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(40); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        decode(text.toString(), 1 + random.nextInt(8), new Replies().reset(1000, 1000));
      } catch (ConnectorException e) {
        assertThat(e.code()).as("seed %d", seed).isEqualTo(ErrorCode.SOURCE_PROTOCOL);
      }
    }
  }
}
