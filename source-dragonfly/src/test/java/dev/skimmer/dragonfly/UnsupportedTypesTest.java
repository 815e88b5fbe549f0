package dev.skimmer.dragonfly;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.dragonfly.extract.OnUnsupported;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.testkit.RedisExtension;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Types that nobody has told us of: a suggestion dictionary of RediSearch stands for them. */
@Tag("promise-39")
class UnsupportedTypesTest {
  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.withModules();

  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  @BeforeEach
  void fill() {
    REDIS.call("FT.SUGADD", "words", "hello", "1");
    REDIS.call("SET", "k", "v");
  }

  private DragonflyConfig config(OnUnsupported onUnsupported) {
    return TestConfigs.port(REDIS.port()).buildWith(onUnsupported);
  }

  @Test
  void areReportedByARowWithoutValueAndSize() {
    assertThat(Passes.sync(config(OnUnsupported.REPORT), known)).hasSize(2);
    RowView row = RowView.of(known, "words");
    assertThat(row.type()).isEqualTo("trietype0");
    assertThat(row.value()).isNull();
    assertThat(row.row().value(5)).isNull();
    assertThat(known.errors()).isEmpty();
    assertThat(Passes.sync(config(OnUnsupported.REPORT), known)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"REPORT", "SKIP"})
  void areCountedInEachPass(OnUnsupported onUnsupported) {
    Context context = Context.system();
    REDIS.call("FT.SUGADD", "more words", "hello", "1");
    Passes.sync(config(onUnsupported), known, context);
    assertThat(context.metrics().unsupported()).isEqualTo(2);
    Passes.sync(config(onUnsupported), known, context);
    assertThat(context.metrics().unsupported()).isEqualTo(4);
  }

  @Test
  void areWarnedOfOnceByTheirType() {
    REDIS.call("FT.SUGADD", "more words", "hello", "1");
    PrintStream err = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, UTF_8));
    try {
      Passes.sync(config(OnUnsupported.REPORT), known);
    } finally {
      System.setErr(err);
    }
    assertThat(log.toString(UTF_8)).containsOnlyOnce("Keys of type trietype0 cannot be read");
  }

  @Test
  void becomeOrdinaryRowsWhenTheirTypeChanges() {
    Passes.sync(config(OnUnsupported.REPORT), known);
    REDIS.call("DEL", "words");
    REDIS.call("SET", "words", "now a string");
    Passes.sync(config(OnUnsupported.REPORT), known);
    assertThat(RowView.of(known, "words").value()).isEqualTo("now a string");
  }

  @Test
  void areLeftOutWhenSkipped() {
    Passes.sync(config(OnUnsupported.SKIP), known);
    assertThat(known.rows()).containsOnlyKeys("k");
    assertThat(known.errors()).isEmpty();
  }

  @Test
  void removeTheRowThatTheKeyHadBeforeWhenSkipped() {
    REDIS.call("SET", "changing", "v");
    Passes.sync(config(OnUnsupported.SKIP), known);
    REDIS.call("DEL", "changing");
    REDIS.call("FT.SUGADD", "changing", "hello", "1");
    Passes.sync(config(OnUnsupported.SKIP), known);
    assertThat(known.rows()).containsOnlyKeys("k");
    assertThat(Passes.sync(config(OnUnsupported.SKIP), known)).isEmpty();
  }

  @Test
  void stopTheSyncWhenSoConfigured() {
    assertThatThrownBy(() -> Passes.sync(config(OnUnsupported.FAIL), known))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.TYPE_UNSUPPORTED))
        .hasMessageContaining("trietype0")
        .hasMessageContaining("on_unsupported");
  }
}
