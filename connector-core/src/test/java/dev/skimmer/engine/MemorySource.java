package dev.skimmer.engine;

import dev.skimmer.fingerprint.Fingerprinter;
import dev.skimmer.spi.ChangeHints;
import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.Coherence;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fact;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyFacts;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.PassMetrics;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.Sighting;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A keyspace in memory, read in pages of ten keys, with a list of failures to come. */
final class MemorySource implements Source.Session {
  static final TableId TABLE = new TableId("memory");
  static final TableId ERRORS = new TableId("memory_errors");
  private static final int PAGE = 10;
  private static final int MOST_POLLS = 10_000;
  private static final String UNREADABLE = "unreadable";
  private static final String LEFT_OUT = "left out";

  final NavigableMap<String, String> keys = new ConcurrentSkipListMap<>();
  final Deque<ConnectorException> failures = new ArrayDeque<>();
  final PassMetrics metrics;
  volatile String epoch = "run-1";
  volatile String identity = "memory/0";
  volatile String scope = "*";
  volatile Optional<String> mark = Optional.empty();
  volatile Runnable beforePage = () -> {};
  volatile Runnable onWakeup = () -> {};
  volatile Runnable beforeSweep = () -> {};
  volatile Runnable beforeEpoch = () -> {};
  volatile Runnable beforePlan = () -> {};
  volatile Runnable beforeEstimate = () -> {};

  /** The keys that the configuration asks for. */
  volatile Predicate<String> inScope = key -> true;

  int splits = 1;
  boolean estimatesBeyondScope;
  volatile Runnable whenNamed = () -> {};

  /** When the last complete pass was, as the last reader of a split was told. */
  volatile Optional<Instant> lastCompletePass = Optional.empty();

  private final AtomicInteger polls = new AtomicInteger();
  private final Set<String> named = ConcurrentHashMap.newKeySet();
  Coherence coherence = Coherence.UNKNOWN;

  /** Tables to declare instead of its own. */
  List<TableSchema> declared = List.of();

  /** Main tables without a key, each with what the source says of the number of its keys. */
  final Map<TableId, OptionalLong> vacant = new LinkedHashMap<>();

  MemorySource(PassMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public Epoch epoch() {
    beforeEpoch.run();
    return new Epoch(epoch);
  }

  @Override
  public Stream<KeyFacts> describeKeys(TableId mainTable) {
    return mainTable.equals(TABLE)
        ? keys.entrySet().stream()
            .map(
                key ->
                    new KeyFacts(
                        key.getKey(),
                        "string",
                        KeyFacts.NO_EXPIRY,
                        OptionalLong.of(key.getValue().length()),
                        OptionalLong.empty()))
        : Stream.empty();
  }

  @Override
  public Optional<String> changeMark() {
    return mark;
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public String scope() {
    return scope;
  }

  @Override
  public List<TableSchema> tables() {
    if (!declared.isEmpty()) {
      return declared;
    }
    List<TableSchema> tables = new ArrayList<>(tables(TABLE, ERRORS));
    vacant.keySet().forEach(id -> tables.addAll(tables(id, id.withSuffix("_errors"))));
    return tables;
  }

  private static List<TableSchema> tables(TableId main, TableId errors) {
    return List.of(
        new TableSchema(
            main,
            TableRole.MAIN,
            List.of(
                new Column("key", ColumnType.TEXT, ColumnRole.KEY),
                Column.of("value", ColumnType.TEXT),
                new Column("_md5", ColumnType.FINGERPRINT, ColumnRole.FINGERPRINT))),
        new TableSchema(
            errors,
            TableRole.ERRORS,
            List.of(
                new Column("key", ColumnType.TEXT, ColumnRole.KEY),
                Column.of("first_seen", ColumnType.TIMESTAMP))));
  }

  @Override
  public List<Split> plan(int parallelism) {
    beforePlan.run();
    Stream<Split> filled = IntStream.range(0, splits).mapToObj(i -> new Split("s" + i, TABLE));
    return Stream.concat(filled, vacant.keySet().stream().map(id -> new Split(id.name(), id)))
        .toList();
  }

  @Override
  public SplitReader read(Split split, Cursor from, KnownRows known) {
    lastCompletePass = known.lastCompletePass();
    return new Reader(known) {
      private String last = from.value();

      @Override
      List<Operation> next() {
        beforePage.run();
        List<Operation> operations = new ArrayList<>();
        if (vacant.containsKey(split.table())) {
          finished = true;
          return operations;
        }
        int number = Integer.parseInt(split.id().substring(1));
        List<String> page =
            keys.tailMap(last, last.isEmpty()).keySet().stream()
                .filter(key -> Math.floorMod(key.hashCode(), splits) == number)
                .filter(inScope)
                .limit(PAGE)
                .toList();
        if (page.isEmpty()) {
          finished = true;
          return operations;
        }
        metrics.addScanned(page.size());
        page.forEach(key -> readKey(key, known, operations));
        last = page.get(page.size() - 1);
        operations.add(new Checkpoint(new Cursor(last)));
        return operations;
      }
    };
  }

  @Override
  public SplitReader sweep(TableId table, KnownRows known) {
    return new Reader(known) {
      private final Deque<String> rows = new ArrayDeque<>();
      private boolean begun;

      @Override
      List<Operation> next() {
        beforeSweep.run();
        List<Operation> operations = new ArrayList<>();
        if (!begun) {
          begin(operations);
        }
        for (int i = 0; i < PAGE && !rows.isEmpty(); i++) {
          ask(rows.poll(), operations);
        }
        finished = rows.isEmpty();
        return operations;
      }

      private void begin(List<Operation> operations) {
        begun = true;
        try (Stream<KnownRow> unseen = known.unseen()) {
          unseen.map(KnownRow::keyText).filter(inScope).forEach(rows::add);
        }
        try (Stream<String> entries = known.unseenQuarantined()) {
          entries
              .filter(key -> inScope.test(key) && !keys.containsKey(key))
              .forEach(key -> operations.add(new Delete(ERRORS, KeyHash.ofUtf8(key), key)));
        }
      }

      private void ask(String key, List<Operation> operations) {
        metrics.addRechecked(1);
        if (keys.containsKey(key)) {
          readKey(key, known, operations);
        } else {
          operations.add(new Delete(TABLE, KeyHash.ofUtf8(key), key));
        }
      }
    };
  }

  @Override
  public OptionalLong estimatedKeys(TableId mainTable) {
    beforeEstimate.run();
    return vacant.getOrDefault(mainTable, OptionalLong.of(keys.size()));
  }

  @Override
  public boolean estimatesBeyondScope() {
    return estimatesBeyondScope;
  }

  /** Tells those who listen that a key has changed. */
  void name(String key) {
    named.add(key);
    whenNamed.run();
  }

  @Override
  public Optional<ChangeHints> listen(Runnable listener) {
    whenNamed = listener;
    return Optional.of(
        new ChangeHints() {
          @Override
          public Map<TableId, Set<String>> take() {
            Set<String> taken = Set.copyOf(named);
            named.removeAll(taken);
            return taken.isEmpty() ? Map.of() : Map.of(TABLE, taken);
          }

          @Override
          public void close() {
            whenNamed = () -> {};
          }
        });
  }

  @Override
  public Coherence coherence(TableId mainTable, Row row) {
    return coherence;
  }

  @Override
  public List<Fact> check() {
    return List.of();
  }

  @Override
  public void close() {}

  private static void readKey0(
      String key, String value, KnownRows known, List<Operation> operations) {
    KeyHash hash = KeyHash.ofUtf8(key);
    if (value.equals(LEFT_OUT)) {
      boolean hadRow = known.kindOf(hash).isPresent();
      if (known.observeUnreadable(hash) && hadRow) {
        operations.add(new Delete(TABLE, hash, key));
      }
      return;
    }
    if (value.equals(UNREADABLE)) {
      if (known.observeUnreadable(hash)) {
        Instant since = known.quarantinedSince(hash).orElse(Instant.EPOCH);
        boolean quarantined = known.quarantinedSince(hash).isPresent();
        operations.add(new Upsert(ERRORS, hash, Row.of(key, since), quarantined));
      }
      return;
    }
    Fingerprinter fingerprinter = new Fingerprinter();
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    fingerprinter.start("string");
    fingerprinter.add(bytes, 0, bytes.length);
    Fingerprint fingerprint = fingerprinter.finish();
    Sighting sighting = known.observe(hash, fingerprint, KnownRows.NO_EXPIRY, 0);
    if (sighting != Sighting.REPEATED && known.quarantinedSince(hash).isPresent()) {
      operations.add(new Delete(ERRORS, hash, key));
    }
    if (sighting == Sighting.NEW || sighting == Sighting.CHANGED) {
      operations.add(
          new Upsert(TABLE, hash, Row.of(key, value, fingerprint), sighting == Sighting.CHANGED));
    }
  }

  private void readKey(String key, KnownRows known, List<Operation> operations) {
    String value = keys.get(key);
    if (value != null) {
      readKey0(key, value, known, operations);
    }
  }

  private abstract class Reader implements SplitReader {
    final KnownRows known;
    boolean finished;

    Reader(KnownRows known) {
      this.known = known;
    }

    abstract List<Operation> next();

    @Override
    public List<Operation> poll(Duration maxWait) {
      if (polls.incrementAndGet() > MOST_POLLS) {
        throw new AssertionError("The source is read without end");
      }
      ConnectorException failure = failures.poll();
      if (failure != null) {
        throw failure;
      }
      return next();
    }

    @Override
    public boolean isFinished() {
      return finished;
    }

    @Override
    public void wakeup() {
      onWakeup.run();
    }

    @Override
    public void close() {}
  }

  static ConnectorException transientFailure() {
    return new ConnectorException(ErrorCode.SOURCE_UNREACHABLE, "The connection was reset.");
  }
}
