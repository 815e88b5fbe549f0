package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skimmer.testkit.RedisExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON documents and probabilistic types, on a real server with the modules. */
class ModuleTypesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.withModules();

  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  private RowView sync(String key) {
    Passes.sync(TestConfigs.port(REDIS.port()).build(), known);
    assertThat(known.errors()).isEmpty();
    return RowView.of(known, key);
  }

  private int changes() {
    return Passes.sync(TestConfigs.port(REDIS.port()).build(), known).size();
  }

  private static JsonNode json(RowView row) {
    try {
      return JSON.readTree(row.value());
    } catch (JsonProcessingException e) {
      throw new AssertionError(row.value(), e);
    }
  }

  @Test
  void aDocumentIsKeptAsTheServerWritesIt() {
    String document = "{\"b\":[1,2.50,1e300,null,true],\"a\":{\"é\":\"\\u0000\\ud83d\\ude00\"}}";
    REDIS.call("JSON.SET", "doc", "$", document);
    RowView row = sync("doc");
    assertThat(row.type()).isEqualTo("json");
    assertThat(row.encoding()).isEqualTo("utf8");
    assertThat(row.value()).isEqualTo(REDIS.text("JSON.GET", "doc"));
    assertThat(row.size())
        .isEqualTo(row.value().getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
  }

  @Test
  void aDeepChangeOfADocumentIsAChange() {
    REDIS.call("JSON.SET", "doc", "$", "{\"a\":{\"b\":{\"c\":[1,2,3]}}}");
    sync("doc");
    assertThat(changes()).isZero();
    REDIS.call("JSON.SET", "doc", "$.a.b.c[1]", "9");
    assertThat(changes()).isEqualTo(1);
    assertThat(json(RowView.of(known, "doc")).at("/a/b/c/1").asInt()).isEqualTo(9);
  }

  @Test
  void anotherOrderOfMembersIsNoChange() {
    REDIS.call("JSON.SET", "doc", "$", "{\"a\":1,\"b\":{\"c\":2,\"d\":3}}");
    sync("doc");
    REDIS.call("JSON.SET", "doc", "$", "{\"b\":{\"d\":3,\"c\":2},\"a\":1}");
    assertThat(changes()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1,2]|[2,1]",
        "{\"a\":1}|{\"a\":\"1\"}",
        "\"ab\"|\"a b\"",
        "[[1],2]|[[1,2]]",
        "1|1.0",
        "{\"a\":1,\"bY1234567890\":5}|{\"a\":11,\"bY\":12345678905}"
      })
  void differentDocumentsDiffer(String one, String other) {
    REDIS.call("JSON.SET", "doc", "$", one);
    sync("doc");
    REDIS.call("JSON.SET", "doc", "$", other);
    assertThat(changes()).isEqualTo(1);
  }

  @Test
  @Tag("promise-37")
  void aDocumentOfTheDeepestNestingThatTheServerTakesIsRead() {
    String document = "[".repeat(126) + "{\"deep\":1}" + "]".repeat(126);
    REDIS.call("JSON.SET", "doc", "$", document);
    assertThat(sync("doc").value()).isEqualTo(document);
  }

  @Test
  @Tag("promise-37")
  void aDocumentOfFiftyMegabytesIsReadWhereTheLimitAllowsIt() {
    long size = setDocumentOf(50 << 20);
    Passes.sync(TestConfigs.port(REDIS.port()).maxValueBytes(64L << 20).build(), known);
    assertThat(RowView.of(known, "doc").size()).isEqualTo(size);
    Passes.sync(TestConfigs.port(REDIS.port()).maxValueBytes(1 << 20).build(), known);
    assertThat(known.errors().get("doc").value(2)).isEqualTo("VALUE_TOO_LARGE");
    assertThat(known.errors().get("doc").value(6)).isNull();
    assertThat(RowView.of(known, "doc").size()).isEqualTo(size);
  }

  /** Sets an array of texts of a kilobyte each, and returns how many bytes the server writes. */
  private static long setDocumentOf(int atLeast) {
    String text = "\"" + "x".repeat(1021) + "\"";
    int texts = atLeast / 1024 + 1;
    StringBuilder document = new StringBuilder(atLeast + 2048).append('[').append(text);
    for (int i = 1; i < texts; i++) {
      document.append(',').append(text);
    }
    REDIS.call("JSON.SET", "doc", "$", document.append(']').toString());
    return texts * 1024L + 1;
  }

  @Test
  void aBloomFilterShowsItsInfo() {
    REDIS.call("BF.RESERVE", "filter", "0.01", "100");
    REDIS.call("BF.MADD", "filter", "a", "b");
    RowView row = sync("filter");
    assertThat(row.type()).isEqualTo("bloom");
    assertThat(row.size()).isEqualTo(2);
    assertThat(json(row).get("Capacity").asLong()).isEqualTo(100);
    REDIS.call("BF.ADD", "filter", "c");
    assertThat(changes()).isEqualTo(1);
    assertThat(RowView.of(known, "filter").size()).isEqualTo(3);
  }

  @Test
  void aFilterThatDoesNotScaleHasNoExpansionRate() {
    REDIS.call("BF.RESERVE", "filter", "0.01", "100", "NONSCALING");
    assertThat(json(sync("filter")).get("Expansion rate").isNull()).isTrue();
  }

  @Test
  void aCuckooFilterShowsItsInfo() {
    REDIS.call("CF.ADD", "filter", "a");
    RowView row = sync("filter");
    assertThat(row.type()).isEqualTo("cuckoo");
    assertThat(row.size()).isEqualTo(1);
    assertThat(json(row).has("Number of buckets")).isTrue();
  }

  @Test
  void aCountMinSketchShowsItsInfo() {
    REDIS.call("CMS.INITBYDIM", "sketch", "100", "5");
    REDIS.call("CMS.INCRBY", "sketch", "a", "7");
    RowView row = sync("sketch");
    assertThat(row.type()).isEqualTo("cms");
    assertThat(row.size()).isEqualTo(7);
    assertThat(row.value()).isEqualTo("{\"width\":100,\"depth\":5,\"count\":7}");
  }

  @Test
  void aTopKShowsItsListWithCounts() {
    REDIS.call("TOPK.RESERVE", "top", "3", "50", "5", "0.9");
    REDIS.call("TOPK.INCRBY", "top", "a", "5", "b", "9");
    RowView row = sync("top");
    assertThat(row.type()).isEqualTo("topk");
    assertThat(row.size()).isEqualTo(2);
    assertThat(json(row).get("k").asLong()).isEqualTo(3);
    assertThat(json(row).get("items").toString()).isEqualTo("[[\"b\",9],[\"a\",5]]");
    REDIS.call("TOPK.INCRBY", "top", "a", "1");
    assertThat(changes()).isEqualTo(1);
    assertThat(changes()).isZero();
  }

  @Test
  void aTDigestShowsItsInfo() {
    REDIS.call("TDIGEST.CREATE", "digest");
    REDIS.call("TDIGEST.ADD", "digest", "1", "2.5", "3");
    RowView row = sync("digest");
    assertThat(row.type()).isEqualTo("tdigest");
    assertThat(row.size()).isEqualTo(3);
    assertThat(json(row).get("Compression").asLong()).isEqualTo(100);
  }

  @Test
  void hyperLogLogsAreStringsInBase64AndGeoSetsAreSortedSets() {
    REDIS.call("PFADD", "hll", "a", "b");
    REDIS.call("GEOADD", "geo", "13.361389", "38.115556", "Palermo");
    REDIS.call("SETBIT", "bits", "7", "1");
    RowView hll = sync("hll");
    assertThat(hll.type()).isEqualTo("string");
    assertThat(hll.encoding()).isEqualTo("base64");
    assertThat(RowView.of(known, "geo").type()).isEqualTo("zset");
    assertThat(RowView.of(known, "bits").size()).isEqualTo(1);
  }

  @Test
  void aKeyThatChangesItsTypeIsReadAsWhatItIsNow() {
    REDIS.call("JSON.SET", "k", "$", "{}");
    sync("k");
    REDIS.call("DEL", "k");
    REDIS.call("BF.ADD", "k", "a");
    assertThat(sync("k").type()).isEqualTo("bloom");
    REDIS.call("DEL", "k");
    REDIS.call("TOPK.RESERVE", "k", "3");
    assertThat(sync("k").type()).isEqualTo("topk");
    REDIS.call("DEL", "k");
    REDIS.call("SET", "k", "v");
    assertThat(sync("k").type()).isEqualTo("string");
    REDIS.call("DEL", "k");
    resync();
    assertThat(known.rows()).isEmpty();
  }

  private void resync() {
    Passes.sync(TestConfigs.port(REDIS.port()).build(), known);
  }
}
