package dev.skimmer.keyspace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Streams, with the history that the table keeps: entries that were trimmed or deleted on the
 * server, until the stream was visibly created anew.
 */
final class StreamOracle implements TypeOracle {
  private static final String TYPE = "stream";

  private final boolean mirror;
  private Map<String, Known> before = Map.of();
  private Map<String, Known> now = new HashMap<>();

  StreamOracle(boolean mirror) {
    this.mirror = mirror;
  }

  /** A stream as one sync saw it; the entries are JSON by id. */
  private record Known(StreamId lastGenerated, long added, Map<String, String> entries) {}

  /** Begins to look at what the next sync sees; what is not looked at has lost its entries. */
  void begin() {
    before = now;
    now = new HashMap<>();
  }

  /** Returns the entries that the table must hold: JSON by id, by key. */
  Map<String, Map<String, String>> entries() {
    Map<String, Map<String, String>> entries = new HashMap<>();
    now.forEach((key, stream) -> entries.put(key, stream.entries()));
    return entries;
  }

  @Override
  public List<List<Object>> questions(byte[] key) {
    return List.of(List.of("XINFO", "STREAM", key), List.of("XRANGE", key, "-", "+"));
  }

  @Override
  public ExpectedRow row(String key, List<Object> answers, long expiresAtMillis) {
    Map<String, Object> info = SeriesOracle.named((List<?>) answers.get(0));
    Map<String, String> onServer = parse((List<?>) answers.get(1));
    StreamId last = StreamId.of(Json.word(info.get("last-generated-id")));
    remember(key, new Known(last, (Long) info.get("entries-added"), onServer));
    String value = Json.of(value(info));
    return new ExpectedRow(
        value,
        TYPE,
        (Long) info.get("length"),
        "utf8",
        expiresAtMillis,
        LengthPrefixedMd5.of(TYPE, List.of(Bytes.utf8(value))));
  }

  private void remember(String key, Known onServer) {
    Known known = before.get(key);
    Map<String, String> entries = new HashMap<>();
    if (known != null && !mirror && !isCreatedAnew(known, onServer)) {
      entries.putAll(known.entries());
    }
    entries.putAll(onServer.entries());
    now.put(key, new Known(onServer.lastGenerated(), onServer.added(), entries));
  }

  private static boolean isCreatedAnew(Known known, Known onServer) {
    long newer =
        onServer.entries().keySet().stream()
            .filter(id -> StreamId.of(id).compareTo(known.lastGenerated()) > 0)
            .count();
    return onServer.lastGenerated().compareTo(known.lastGenerated()) < 0
        || onServer.added() < known.added()
        || newer > onServer.added() - known.added();
  }

  private static Map<String, Object> value(Map<String, Object> info) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("length", info.get("length"));
    for (String end : List.of("first-entry", "last-entry")) {
      List<?> entry = (List<?>) info.get(end);
      value.put(end + "-id", entry == null ? null : Json.word(entry.get(0)));
    }
    for (String id : List.of("last-generated-id", "max-deleted-entry-id")) {
      value.put(id, Json.word(info.get(id)));
    }
    value.put("entries-added", info.get("entries-added"));
    value.put("groups", info.get("groups"));
    return value;
  }

  private static Map<String, String> parse(List<?> entries) {
    Map<String, String> texts = new HashMap<>();
    for (Object entry : entries) {
      List<?> parts = (List<?>) entry;
      texts.put(Json.word(parts.get(0)), fields((List<?>) parts.get(1)));
    }
    return texts;
  }

  private static String fields(List<?> words) {
    List<List<String>> pairs = new ArrayList<>();
    Map<String, String> object = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i += 2) {
      String name = PlainText.of((byte[]) words.get(i));
      String value = PlainText.of((byte[]) words.get(i + 1));
      pairs.add(List.of(name, value));
      object.put(name, value);
    }
    return Json.of(object.size() == pairs.size() ? object : pairs);
  }
}
