package dev.skimmer.keyspace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Time series, with the history that the table keeps: samples that retention took away on the
 * server, known by the largest {@code lastTimestamp - retentionTime} that any sync saw.
 */
final class SeriesOracle implements TypeOracle {
  private static final String TYPE = "timeseries";

  private final boolean mirror;
  private Map<String, Known> before = Map.of();
  private Map<String, Known> now = new HashMap<>();

  SeriesOracle(boolean mirror) {
    this.mirror = mirror;
  }

  /**
   * A series as one sync saw it.
   *
   * @param first timestamp: a series that ends before it was created anew
   * @param horizon samples before it stay in the table when the server drops them
   */
  private record Known(long first, long horizon, NavigableMap<Long, Double> samples) {}

  /** Begins to look at what the next sync sees; what is not looked at has lost its samples. */
  void begin() {
    before = now;
    now = new HashMap<>();
  }

  /** Returns the samples that the table must hold. */
  Map<String, NavigableMap<Long, Double>> samples() {
    Map<String, NavigableMap<Long, Double>> samples = new HashMap<>();
    now.forEach((key, series) -> samples.put(key, series.samples()));
    return samples;
  }

  @Override
  public List<List<Object>> questions(byte[] key) {
    return List.of(List.of("TS.INFO", key), List.of("TS.RANGE", key, "-", "+"));
  }

  @Override
  public ExpectedRow row(String key, List<Object> answers, long expiresAtMillis) {
    Map<String, Object> info = named((List<?>) answers.get(0));
    NavigableMap<Long, Double> onServer = parse((List<?>) answers.get(1));
    remember(key, info, onServer);
    String value = Json.of(value(info));
    return new ExpectedRow(
        value,
        TYPE,
        (Long) info.get("totalSamples"),
        "utf8",
        expiresAtMillis,
        LengthPrefixedMd5.of(TYPE, List.of(Bytes.utf8(value))));
  }

  private void remember(String key, Map<String, Object> info, NavigableMap<Long, Double> onServer) {
    long last = (Long) info.get("lastTimestamp");
    long retention = (Long) info.get("retentionTime");
    Known known = before.get(key);
    boolean goesOn = known != null && (onServer.isEmpty() || last >= known.first());
    long horizon = goesOn ? known.horizon() : Long.MIN_VALUE;
    if (retention > 0) {
      horizon = Math.max(horizon, last - retention);
    }
    NavigableMap<Long, Double> samples = new TreeMap<>();
    if (goesOn && !mirror) {
      samples.putAll(known.samples().headMap(horizon, false));
    }
    samples.putAll(onServer);
    now.put(key, new Known((Long) info.get("firstTimestamp"), horizon, samples));
  }

  private static Map<String, Object> value(Map<String, Object> info) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("labels", labels((List<?>) info.get("labels")));
    value.put("retentionTime", info.get("retentionTime"));
    Object policy = info.get("duplicatePolicy");
    value.put("duplicatePolicy", policy == null ? null : Json.word(policy));
    Object source = info.get("sourceKey");
    value.put("sourceKey", source == null ? null : PlainText.of((byte[]) source));
    value.put("rules", rules((List<?>) info.get("rules")));
    for (String name : List.of("firstTimestamp", "lastTimestamp", "totalSamples")) {
      value.put(name, info.get(name));
    }
    return value;
  }

  private static Map<String, String> labels(List<?> pairs) {
    TreeMap<byte[], byte[]> sorted = new TreeMap<>(Arrays::compareUnsigned);
    for (Object pair : pairs) {
      List<?> parts = (List<?>) pair;
      sorted.put((byte[]) parts.get(0), (byte[]) parts.get(1));
    }
    Map<String, String> labels = new LinkedHashMap<>();
    sorted.forEach((name, label) -> labels.put(PlainText.of(name), PlainText.of(label)));
    return labels;
  }

  private static List<List<Object>> rules(List<?> rules) {
    List<List<Object>> texts = new ArrayList<>();
    for (Object rule : rules) {
      List<?> parts = (List<?>) rule;
      String destination = PlainText.of((byte[]) parts.get(0));
      texts.add(List.of(destination, parts.get(1), Json.word(parts.get(2)), parts.get(3)));
    }
    return texts;
  }

  private static NavigableMap<Long, Double> parse(List<?> pairs) {
    NavigableMap<Long, Double> samples = new TreeMap<>();
    for (Object pair : pairs) {
      List<?> parts = (List<?>) pair;
      samples.put((Long) parts.get(0), Double.valueOf(Json.word(parts.get(1))));
    }
    return samples;
  }

  static Map<String, Object> named(List<?> pairs) {
    Map<String, Object> named = new HashMap<>();
    for (int i = 0; i < pairs.size(); i += 2) {
      named.put(Json.word(pairs.get(i)), pairs.get(i + 1));
    }
    return named;
  }
}
