package dev.skimmer.keyspace;

import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads a server by itself, in the plainest way, and says what the tables must be. Shares no code
 * with what it judges. Carries from one reading to the next what tables keep of the past, so read
 * once after each sync.
 */
public final class Oracle implements AutoCloseable {
  private static final int BATCH = 500;
  private static final long GONE = -2;

  private final RespClient client;
  private final long maxValueBytes;
  private final boolean absoluteExpiry;
  private final SeriesOracle series;
  private final StreamOracle streams;
  private final Map<String, TypeOracle> types = new HashMap<>();
  private Map<String, ExpectedRow> rowsBefore = Map.of();

  /** Connects to a server on this machine, which is synced with the defaults. */
  public Oracle(int port) {
    this(port, 16 << 20, false);
  }

  /**
   * Connects to a server on this machine.
   *
   * @param mirror whether samples and entries that the server drops leave the tables
   */
  public Oracle(int port, long maxValueBytes, boolean mirror) {
    this.client = RespClient.connect(RedisServerFixture.HOST, port);
    this.maxValueBytes = maxValueBytes;
    this.absoluteExpiry = !(client.reply("PEXPIRETIME", "k") instanceof RespClient.ErrorReply);
    this.series = new SeriesOracle(mirror);
    this.streams = new StreamOracle(mirror);
    types.put("string", new StringOracle());
    for (CollectionOracle collection : CollectionOracle.values()) {
      types.put(collection.type(), collection);
    }
    types.put("ReJSON-RL", new DocumentOracle());
    types.put("MBbloom--", new SketchOracle("bloom", "BF", "Number of items inserted"));
    types.put("MBbloomCF", new SketchOracle("cuckoo", "CF", "Number of items inserted"));
    types.put("CMSk-TYPE", new SketchOracle("cms", "CMS", "count"));
    types.put("TopK-TYPE", new SketchOracle("topk", "TOPK", ""));
    types.put("TDIS-TYPE", new SketchOracle("tdigest", "TDIGEST", "Observations"));
    types.put("TSDB-TYPE", series);
    types.put("stream", streams);
  }

  /** Reads everything and returns the main table; the key of the map is the {@code key} column. */
  public Map<String, ExpectedRow> read() {
    return readTables().rows();
  }

  /** Reads everything. */
  public ExpectedTables readTables() {
    series.begin();
    streams.begin();
    Map<String, ExpectedRow> rows = new TreeMap<>();
    Map<String, String> errors = new TreeMap<>();
    String cursor = "0";
    do {
      List<?> page = (List<?>) client.call("SCAN", cursor, "COUNT", BATCH);
      cursor = Json.word(page.get(0));
      readPage(((List<?>) page.get(1)).stream().map(key -> (byte[]) key).toList(), rows, errors);
    } while (!cursor.equals("0"));
    rowsBefore = rows;
    return new ExpectedTables(rows, series.samples(), streams.entries(), errors);
  }

  @Override
  public void close() {
    client.close();
  }

  private void readPage(
      List<byte[]> keys, Map<String, ExpectedRow> rows, Map<String, String> errors) {
    long now = System.currentTimeMillis();
    for (byte[] key : keys) {
      client.send("TYPE", key).send(absoluteExpiry ? "PEXPIRETIME" : "PTTL", key);
    }
    List<Object> answers = client.flush();
    List<Integer> ends = ask(keys, answers);
    List<Object> values = client.flush();
    for (int i = 0; i < keys.size(); i++) {
      long expiry = (Long) answers.get(2 * i + 1);
      if (expiry != GONE) {
        String key = PlainText.of(keys.get(i));
        List<Object> value = values.subList(i == 0 ? 0 : ends.get(i - 1), ends.get(i));
        long expiresAt = expiry < 0 ? 0 : absoluteExpiry ? expiry : now + expiry;
        ExpectedRow row = oracle(answers.get(2 * i)).row(key, value, expiresAt);
        take(key, row, bytes(value) <= maxValueBytes, rows, errors);
      }
    }
  }

  /** Sends the questions about each key, and returns up to where their answers go. */
  private List<Integer> ask(List<byte[]> keys, List<Object> answers) {
    List<Integer> ends = new ArrayList<>();
    int end = 0;
    for (int i = 0; i < keys.size(); i++) {
      List<List<Object>> questions = oracle(answers.get(2 * i)).questions(keys.get(i));
      questions.forEach(question -> client.send(question.toArray()));
      end += questions.size();
      ends.add(end);
    }
    return ends;
  }

  /** A key that cannot be read keeps the row that it had. */
  private void take(
      String key,
      ExpectedRow row,
      boolean fits,
      Map<String, ExpectedRow> rows,
      Map<String, String> errors) {
    if (fits || row.dataType().equals("timeseries") || row.dataType().equals("stream")) {
      rows.put(key, row);
      return;
    }
    errors.put(key, row.dataType() + " VALUE_TOO_LARGE");
    Optional.ofNullable(rowsBefore.get(key)).ifPresent(before -> rows.put(key, before));
  }

  private TypeOracle oracle(Object word) {
    return Optional.ofNullable(types.get(word)).orElseGet(() -> new OpaqueOracle((String) word));
  }

  private static long bytes(List<?> answers) {
    long bytes = 0;
    for (Object answer : answers) {
      if (answer instanceof byte[] part) {
        bytes += part.length;
      } else if (answer instanceof List<?> parts) {
        bytes += bytes(parts);
      }
    }
    return bytes;
  }
}
