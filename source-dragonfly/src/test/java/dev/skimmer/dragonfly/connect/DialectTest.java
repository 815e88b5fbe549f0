package dev.skimmer.dragonfly.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers are told apart by what they say. */
class DialectTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis_version:7.4.0;dragonfly_version:df-v1.40.1|DRAGONFLY|df-v1.40.1",
        "redis_version:7.2.4;valkey_version:8.0.1;server_name:valkey|VALKEY|8.0.1",
        "redis_version:7.2.4;server_name:valkey|VALKEY|unknown",
        "redis_version:6.2.6|REDIS|6.2.6",
        "other:1|REDIS|unknown"
      })
  void namesDialectAndVersion(String lines, Dialect dialect, String version) {
    ServerInfo info = ServerInfo.parse("# Server\r\n" + lines.replace(";", "\r\n") + "\r\n");
    assertThat(Dialect.of(info)).isEqualTo(dialect);
    assertThat(dialect.version(info)).isEqualTo(version);
  }

  @ParameterizedTest
  @CsvSource({
    "dragonfly_version:df-v1.40.1, true",
    "dragonfly_version:df-v1.27.0, true",
    "dragonfly_version:df-v1.26.4, false",
    "dragonfly_version:df-v0.9.1, false",
    "dragonfly_version:df-v2.0.0, true",
    "dragonfly_version:df-dev, false",
    "redis_version:7.4.0, false"
  })
  void onlyADragonflyThatSurvivesItIsSentCursorsOfOurOwn(String line, boolean expected) {
    assertThat(Dialect.startsScansAtAnyShard(ServerInfo.parse(line))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WRONGTYPE Operation against a key holding the wrong kind of value|WRONG_TYPE",
        "NOPERM this user has no permissions to run the 'hscan' command or its subcommand|COMMAND_DENIED",
        "NOPERM User key has no permissions to run the 'type' command|COMMAND_DENIED",
        "NOPERM this user has no permissions to access one of the keys used as arguments|KEY_DENIED",
        "NOPERM No permissions to access a key|KEY_DENIED",
        "NOPERM sync has no ACL permissions|KEY_DENIED",
        "NOAUTH Authentication required.|AUTHENTICATION",
        "WRONGPASS invalid username-password pair or user is disabled.|AUTHENTICATION",
        "ERR invalid password|AUTHENTICATION",
        "ERR Client sent AUTH, but no password is set|AUTHENTICATION",
        "ERR AUTH <password> called without any password configured|AUTHENTICATION",
        "ERR DB index is out of range|NO_SUCH_DATABASE",
        "ERR max number of clients reached|NOT_READY",
        "LOADING Redis is loading the dataset in memory|NOT_READY",
        "BUSY Redis is busy running a script|NOT_READY",
        "TRYAGAIN Multiple keys request during rehashing of slot|NOT_READY",
        "CLUSTERDOWN The cluster is down|NOT_READY",
        "MASTERDOWN Link with MASTER is down|NOT_READY",
        "MOVED 3999 127.0.0.1:6381|MOVED",
        "ERR unknown command 'PEXPIRETIME'|COMMAND_UNKNOWN",
        "ERR something else|OTHER"
      })
  void tellsErrorsApart(String text, ErrorReply.Kind kind) {
    assertThat(ErrorReply.of(text).kind()).isEqualTo(kind);
  }

  @Test
  void anErrorIsPrintedWithoutControlCharactersAndShort() {
    ErrorReply error = ErrorReply.of("ERR \u001b[31m\n" + "x".repeat(1000));
    assertThat(error.text()).doesNotContain("\u001b", "\n").hasSizeLessThan(210);
  }
}
