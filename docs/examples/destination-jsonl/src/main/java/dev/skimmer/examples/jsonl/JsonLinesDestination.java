package dev.skimmer.examples.jsonl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.config.Property;
import dev.skimmer.fault.FailPoints;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fact;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.StateChange;
import dev.skimmer.spi.StateStore;
import dev.skimmer.spi.StoredState;
import dev.skimmer.spi.SubkeyRange;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import dev.skimmer.spi.Writer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Writes one file of JSON lines: first the tables and the states, then a line a row. A commit
 * writes the file anew beside the old one and renames it, so rows and state change in one step.
 *
 * <p>That is as slow as it sounds: each commit costs as much as the whole file. It needs a file
 * system that can lock a file and replace one that is open, so no Windows. JSON has no NaN and no
 * infinity; they are refused.
 */
public final class JsonLinesDestination implements Destination<JsonLinesDestination.Config> {
  /** The configuration of the destination {@code jsonl}. */
  public record Config(
      @Property(name = "path", description = "The file", example = "shop.jsonl") Path path) {}

  @Override
  public String name() {
    return "jsonl";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public Map<String, String> parse(String reference) {
    String path = reference.substring(reference.indexOf(':') + 1);
    if (path.isEmpty()) {
      throw new IllegalArgumentException("a file is missing: write jsonl:FILE");
    }
    return Map.of("path", path);
  }

  @Override
  public Session open(Config config, Context context) {
    check(config, context);
    return new FileSession(new Lines(config.path().toAbsolutePath()));
  }

  @Override
  public List<Fact> check(Config config, Context context) {
    Path file = config.path().toAbsolutePath();
    if (!Files.isWritable(file.getParent())) {
      throw new ConnectorException(
          ErrorCode.DESTINATION_FAILED,
          "Cannot write %s: its folder is not there, or not yours to write. Create the folder."
              .formatted(file));
    }
    Head head = new Lines(file).head();
    return List.of(
        new Fact("destination", "JSON lines in " + file),
        new Fact("tables", String.join(", ", head.tables().keySet())));
  }

  /** What the file says before its first row. */
  private record Head(
      TreeMap<String, Map<String, ColumnType>> tables, TreeMap<String, StoredState> states) {}

  /** A removal: takes effect on rows of its key that stand before it. */
  private record Removal(long line, Optional<SubkeyRange> range) {}

  /** What a transaction has written: rows in a file, since they may be many, and its removals. */
  private record Pending(
      Path rows, Map<List<String>, List<Removal>> removals, Map<String, TableSchema> schemas) {}

  private record FileSession(Lines lines, Map<String, TableSchema> schemas) implements Session {
    FileSession(Lines lines) {
      this(lines, new HashMap<>());
    }

    @Override
    public void apply(TableSchema schema) {
      schemas.put(schema.id().name(), schema);
      if (schema.id().name().indexOf('\0') >= 0) {
        throw new ConnectorException(
            ErrorCode.CONFIG_INVALID, "A table name must not hold NUL. Choose another table_name.");
      }
      lines.replace(
          head -> {
            boolean isNew = !head.tables().containsKey(schema.id().name());
            var columns = head.tables().computeIfAbsent(schema.id().name(), n -> new TreeMap<>());
            schema.columns().forEach(column -> apply(schema.id(), column, columns, isNew));
          },
          Optional.empty());
    }

    private static void apply(
        TableId table, Column column, Map<String, ColumnType> columns, boolean isNew) {
      boolean addable = !column.isPrimaryKey() && column.role() != ColumnRole.FINGERPRINT;
      ColumnType found = columns.get(column.name());
      if (found == null ? !isNew && !addable : found != column.type()) {
        throw new ConnectorException(
            ErrorCode.TABLE_FOREIGN,
            "Table %s is not one of Skimmer's: its column %s is %s. Choose another table_name."
                .formatted(table, column.name(), found == null ? "missing" : found));
      }
      columns.put(column.name(), column.type());
    }

    @Override
    public boolean exists(TableSchema schema) {
      return lines.head().tables().containsKey(schema.id().name());
    }

    @Override
    public Stream<KnownRow> knownRows(TableSchema schema) {
      return rows(schema).map(row -> known(schema, row));
    }

    private static KnownRow known(TableSchema schema, Row row) {
      return new KnownRow(
          value(schema, ColumnRole.KEY, row, String.class).orElseThrow(),
          value(schema, ColumnRole.FINGERPRINT, row, Fingerprint.class),
          value(schema, ColumnRole.KIND, row, String.class).orElse(""),
          value(schema, ColumnRole.EXPIRY, row, Instant.class)
              .map(Instant::toEpochMilli)
              .orElse(KnownRows.NO_EXPIRY),
          value(schema, ColumnRole.POSITION, row, String.class));
    }

    private static <T> Optional<T> value(
        TableSchema schema, ColumnRole role, Row row, Class<T> type) {
      OptionalInt index = schema.indexOf(role);
      return index.isEmpty()
          ? Optional.empty()
          : Optional.ofNullable(type.cast(row.value(index.getAsInt())));
    }

    @Override
    public Stream<Row> rows(TableSchema schema) {
      return lines.rows(schema.id().name()).map(json -> Values.row(schema, json));
    }

    @Override
    public Writer openWriter(String pipeline) {
      return new FileWriter(lines, schemas, pipeline);
    }

    @Override
    public StateStore stateStore(String pipeline) {
      return new StateStore() {
        @Override
        public Optional<StoredState> load() {
          return Optional.ofNullable(lines.head().states().get(pipeline));
        }

        @Override
        public void replace(StateChange change) {
          lines.replace(head -> compareAndSet(head, pipeline, change), Optional.empty());
        }
      };
    }

    /** Nothing is held open between two calls. */
    @Override
    public void close() {}
  }

  private static void compareAndSet(Head head, String pipeline, StateChange change) {
    Optional<StoredState> stored = Optional.ofNullable(head.states().get(pipeline));
    boolean expected =
        stored.isPresent() && change.expected().isPresent()
            ? stored.get().isSameCommit(change.expected().get())
            : stored.isEmpty() && change.expected().isEmpty();
    if (!expected) {
      throw new ConnectorException(
          ErrorCode.STATE_CONFLICT,
          "Another sync has written pipeline %s meanwhile. Run one at a time.".formatted(pipeline));
    }
    head.states().put(pipeline, change.next());
  }

  private static final class FileWriter implements Writer {
    private final Lines lines;
    private final Map<String, TableSchema> schemas;
    private final String pipeline;
    private Optional<Pending> pending = Optional.empty();
    private Optional<BufferedWriter> out = Optional.empty();
    private long line;

    FileWriter(Lines lines, Map<String, TableSchema> schemas, String pipeline) {
      this.lines = lines;
      this.schemas = schemas;
      this.pipeline = pipeline;
    }

    @Override
    public void write(List<Operation> operations) {
      try {
        begin();
        for (Operation operation : operations) {
          if (operation instanceof Upsert upsert) {
            put(upsert);
          } else if (operation instanceof Delete delete) {
            remove(delete.table(), delete.keyText(), delete.range());
          }
        }
      } catch (IOException e) {
        throw failed("write rows for", lines.file(), e);
      }
    }

    private void begin() throws IOException {
      if (pending.isEmpty()) {
        Path rows = Files.createTempFile("skimmer", ".jsonl");
        pending = Optional.of(new Pending(rows, new HashMap<>(), schemas));
        out = Optional.of(Files.newBufferedWriter(rows));
        line = 0;
      }
    }

    private void put(Upsert upsert) throws IOException {
      TableSchema schema = schemas.get(upsert.table().name());
      Row row = upsert.row();
      if (upsert.known()) {
        String key = (String) row.value(schema.indexOf(ColumnRole.KEY).orElseThrow());
        OptionalInt subkey = schema.indexOf(ColumnRole.SUBKEY);
        Optional<SubkeyRange> range =
            subkey.isEmpty()
                ? Optional.empty()
                : Optional.of((Comparable<?>) row.value(subkey.getAsInt()))
                    .map(same -> new SubkeyRange(same, same));
        remove(upsert.table(), key, range);
      }
      out.orElseThrow().write(Values.line(schema, row));
      out.orElseThrow().write('\n');
      line++;
    }

    private void remove(TableId table, String key, Optional<SubkeyRange> range) {
      pending
          .orElseThrow()
          .removals()
          .computeIfAbsent(List.of(table.name(), key), k -> new ArrayList<>())
          .add(new Removal(line, range));
    }

    @Override
    public void commit(StateChange change) {
      try {
        if (out.isPresent()) {
          out.get().flush();
        }
      } catch (IOException e) {
        throw failed("write rows for", lines.file(), e);
      }
      lines.replace(head -> compareAndSet(head, pipeline, change), pending);
      rollback();
    }

    /** Forgets what is pending, committed or not. */
    @Override
    public void rollback() {
      try {
        if (pending.isPresent()) {
          out.orElseThrow().close();
          Files.deleteIfExists(pending.get().rows());
        }
      } catch (IOException e) {
        // Nobody reads it any more.
      }
      pending = Optional.empty();
      out = Optional.empty();
    }

    @Override
    public void close() {
      rollback();
    }
  }

  /** The file, as lines. */
  private record Lines(Path file) {
    private static final Object ONE_AT_A_TIME = new Object();
    private static final ObjectMapper JSON =
        new ObjectMapper(
            JsonFactory.builder()
                .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                .build());

    /** Writes the file anew, in which {@code change} has changed the head; or throws as it does. */
    void replace(Consumer<Head> change, Optional<Pending> pending) {
      Path next = file.resolveSibling(file.getFileName() + ".new");
      Path lock = file.resolveSibling(file.getFileName() + ".lock");
      // A lock of a file is one of this process; the monitor is for its threads.
      synchronized (ONE_AT_A_TIME) {
        try (FileChannel channel = FileChannel.open(lock, CREATE, WRITE)) {
          channel.lock();
          Head head = head();
          change.accept(head);
          FailPoints.pass("before the new file");
          write(next, head, pending);
          FailPoints.pass("before the rename");
          Files.move(next, file, ATOMIC_MOVE);
          FailPoints.pass("after the rename");
        } catch (IOException e) {
          throw failed("write", file, e);
        }
      }
    }

    private void write(Path next, Head head, Optional<Pending> pending) throws IOException {
      try (BufferedWriter out = Files.newBufferedWriter(next)) {
        for (var table : head.tables().entrySet()) {
          out.write(tableLine(table.getKey(), table.getValue()));
        }
        for (var state : head.states().entrySet()) {
          out.write(stateLine(state.getKey(), state.getValue()));
        }
        if (Files.exists(file)) {
          copy(file, -1, out, pending);
        }
        if (pending.isPresent()) {
          copy(pending.get().rows(), 0, out, pending);
        }
      }
      FailPoints.pass("before the new file is on the disk");
      try (FileChannel channel = FileChannel.open(next, WRITE)) {
        channel.force(true);
      }
    }

    /** Copies the rows that no removal behind them takes away; rows of old stand at line -1. */
    private static void copy(Path from, long first, BufferedWriter out, Optional<Pending> pending)
        throws IOException {
      try (BufferedReader in = Files.newBufferedReader(from)) {
        long line = first;
        for (String text = in.readLine(); text != null; text = in.readLine()) {
          if (isRow(text) && !isRemoved(text, line, pending)) {
            out.write(text);
            out.write('\n');
          }
          line += first < 0 ? 0 : 1;
        }
      }
    }

    private static boolean isRemoved(String text, long line, Optional<Pending> pending) {
      if (pending.isEmpty() || pending.get().removals().isEmpty()) {
        return false;
      }
      JsonNode json = parse(text);
      String table = json.get("row").textValue();
      TableSchema schema = pending.get().schemas().get(table);
      if (schema == null) {
        return false;
      }
      String key = (String) Values.of(schema, ColumnRole.KEY, json).orElseThrow();
      return pending.get().removals().getOrDefault(List.of(table, key), List.of()).stream()
          .filter(removal -> removal.line() > line)
          .anyMatch(removal -> Values.isIn(removal.range(), schema, json));
    }

    Head head() {
      Head head = new Head(new TreeMap<>(), new TreeMap<>());
      try (BufferedReader in = Files.newBufferedReader(file)) {
        for (String text = in.readLine(); text != null && !isRow(text); text = in.readLine()) {
          JsonNode json = JSON.readTree(text);
          if (json.has("table")) {
            Map<String, ColumnType> columns = new TreeMap<>();
            json.get("columns")
                .properties()
                .forEach(
                    e -> columns.put(e.getKey(), ColumnType.valueOf(e.getValue().textValue())));
            head.tables().put(json.get("table").textValue(), columns);
          } else {
            StoredState state =
                new StoredState(
                    json.get("sequence").longValue(),
                    json.get("token").textValue(),
                    json.get("document").textValue());
            head.states().put(json.get("pipeline").textValue(), state);
          }
        }
        return head;
      } catch (NoSuchFileException e) {
        return head;
      } catch (IOException e) {
        throw failed("read", file, e);
      }
    }

    /** Streams the rows of a table; the file may be replaced meanwhile. */
    Stream<JsonNode> rows(String table) {
      try {
        return Files.lines(file)
            .filter(Lines::isRow)
            .map(Lines::parse)
            .filter(json -> json.get("row").textValue().equals(table));
      } catch (NoSuchFileException e) {
        return Stream.empty();
      } catch (IOException e) {
        throw failed("read", file, e);
      }
    }

    private static boolean isRow(String text) {
      return text.startsWith("{\"row\":");
    }

    private static JsonNode parse(String text) {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String tableLine(String name, Map<String, ColumnType> columns) {
      ObjectNode json = JSON.createObjectNode().put("table", name);
      ObjectNode types = json.putObject("columns");
      columns.forEach((column, type) -> types.put(column, type.name()));
      return json + "\n";
    }

    private static String stateLine(String pipeline, StoredState state) {
      return JSON.createObjectNode()
              .put("pipeline", pipeline)
              .put("sequence", state.sequence())
              .put("token", state.token())
              .put("document", state.document())
          + "\n";
    }
  }

  /** The values of a row as JSON, and back. */
  private static final class Values {
    /** Returns the line of a row; what is null is left out. */
    static String line(TableSchema schema, Row row) {
      ObjectNode json = Lines.JSON.createObjectNode().put("row", schema.id().name());
      ObjectNode values = json.putObject("values");
      for (int i = 0; i < row.size(); i++) {
        String name = schema.columns().get(i).name();
        Object value = row.value(i);
        if (value instanceof Long number) {
          values.put(name, number);
        } else if (value instanceof Double number) {
          values.put(name, requireFinite(number));
        } else if (value != null) {
          values.put(name, value.toString());
        }
      }
      return json.toString();
    }

    private static double requireFinite(double number) {
      if (!Double.isFinite(number)) {
        throw new ConnectorException(
            ErrorCode.DESTINATION_FAILED, "JSON cannot hold the number " + number + ".");
      }
      return number;
    }

    static Row row(TableSchema schema, JsonNode json) {
      return Row.of(schema.columns().stream().map(column -> value(column, json)).toArray());
    }

    static Optional<Object> of(TableSchema schema, ColumnRole role, JsonNode json) {
      OptionalInt index = schema.indexOf(role);
      return index.isEmpty()
          ? Optional.empty()
          : Optional.ofNullable(value(schema.columns().get(index.getAsInt()), json));
    }

    private static Object value(Column column, JsonNode json) {
      JsonNode value = json.get("values").get(column.name());
      if (value == null) {
        return null;
      }
      return switch (column.type()) {
        case TEXT -> value.textValue();
        case INTEGER -> value.longValue();
        case DOUBLE -> value.doubleValue();
        case TIMESTAMP -> Instant.parse(value.textValue());
        case FINGERPRINT -> Fingerprint.ofHex(value.textValue());
      };
    }

    static boolean isIn(Optional<SubkeyRange> range, TableSchema schema, JsonNode json) {
      Optional<Object> subkey = of(schema, ColumnRole.SUBKEY, json);
      return range.isEmpty()
          || (compare(subkey.orElseThrow(), range.get().first()) >= 0
              && compare(subkey.orElseThrow(), range.get().last()) <= 0);
    }

    @SuppressWarnings("unchecked") // Subkeys of one table are of one class.
    private static int compare(Object one, Object other) {
      return one instanceof String text
          ? Arrays.compareUnsigned(text.getBytes(UTF_8), ((String) other).getBytes(UTF_8))
          : ((Comparable<Object>) one).compareTo(other);
    }
  }

  private static ConnectorException failed(String what, Path file, IOException cause) {
    return new ConnectorException(
        ErrorCode.DESTINATION_FAILED,
        "Cannot %s %s (%s). Check the folder, and the space on the disk."
            .formatted(what, file, cause.getMessage()),
        cause);
  }
}
