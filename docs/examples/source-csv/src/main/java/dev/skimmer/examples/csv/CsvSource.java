package dev.skimmer.examples.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.config.Property;
import dev.skimmer.detect.NothingKnown;
import dev.skimmer.fingerprint.Fingerprinter;
import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fact;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.Sighting;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import dev.skimmer.text.EscapedText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a folder of CSV files with headers. A record is a key: the name of its file, a colon, and
 * its first field. Of two records with one key the first counts.
 */
public final class CsvSource implements Source<CsvSource.Config> {
  /** The configuration of the source {@code csv}. */
  public record Config(
      @Property(name = "folder", description = "Folder with files named *.csv", example = "orders")
          Path folder,
      @Property(name = "table_name", description = "Name of the table", defaultValue = "csv_data")
          String tableName,
      @Property(
              name = "batch_size",
              description = "Records that are read at once",
              defaultValue = "1000",
              min = 1)
          int batchSize) {}

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public Session open(Config config, Context context) {
    Folder folder = new Folder(config, context);
    folder.epoch();
    return folder;
  }

  /** An open folder. Nothing is held open between two calls. */
  private record Folder(Config config, Context context) implements Session {
    @Override
    public Epoch epoch() {
      try {
        // The same name may stand for another folder, such as the empty one below an absent mount.
        var attributes = Files.readAttributes(config.folder(), BasicFileAttributes.class);
        return new Epoch(String.valueOf(attributes.fileKey()));
      } catch (IOException e) {
        throw unreadable(config.folder(), e);
      }
    }

    @Override
    public String identity() {
      return "csv " + config.folder().toAbsolutePath().normalize();
    }

    @Override
    public String scope() {
      return "*.csv";
    }

    @Override
    public List<TableSchema> tables() {
      return List.of(
          new TableSchema(
              main(),
              TableRole.MAIN,
              List.of(
                  new Column("key", ColumnType.TEXT, ColumnRole.KEY),
                  Column.of("value", ColumnType.TEXT),
                  new Column("file", ColumnType.TEXT, ColumnRole.KIND),
                  new Column("_md5", ColumnType.FINGERPRINT, ColumnRole.FINGERPRINT))),
          new TableSchema(
              errors(),
              TableRole.ERRORS,
              List.of(
                  new Column("key", ColumnType.TEXT, ColumnRole.KEY),
                  Column.of("message", ColumnType.TEXT),
                  Column.of("first_seen", ColumnType.TIMESTAMP))));
    }

    TableId main() {
      return new TableId(config.tableName());
    }

    TableId errors() {
      return main().withSuffix("_errors");
    }

    @Override
    public List<Split> plan(int parallelism) {
      return files().stream().map(name -> new Split(name, main())).toList();
    }

    List<String> files() {
      try (Stream<Path> paths = Files.list(config.folder())) {
        return paths
            .map(path -> path.getFileName().toString())
            .filter(name -> name.endsWith(".csv"))
            .sorted()
            .toList();
      } catch (IOException e) {
        throw unreadable(config.folder(), e);
      }
    }

    @Override
    public SplitReader read(Split split, Cursor from, KnownRows known) {
      return new FileReader(this, split.id(), from, known);
    }

    @Override
    public SplitReader sweep(TableId table, KnownRows known) {
      return new Sweep(this, known);
    }

    @Override
    public OptionalLong estimatedKeys(TableId mainTable) {
      return OptionalLong.empty();
    }

    @Override
    public List<Fact> check() {
      for (String name : files()) {
        try (FileReader reader = new FileReader(this, name, Cursor.START, new NothingKnown())) {
          reader.next(config.batchSize());
        }
      }
      return List.of(
          new Fact("source", "folder of CSV files"), new Fact("files", "" + files().size()));
    }

    @Override
    public void close() {}
  }

  /** Reads one file, some records a poll. */
  private static final class FileReader implements SplitReader {
    // Each byte becomes one char, so that a field that is not UTF-8 keeps its bytes.
    private static final CSVFormat FORMAT =
        CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setAllowMissingColumnNames(true)
            .get();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Folder folder;
    private final String file;
    private final KnownRows known;
    private final String version;
    private final Fingerprinter fingerprinter = new Fingerprinter();
    private final Optional<CSVParser> parser;
    private final Iterator<CSVRecord> records;
    private long read;
    private boolean finished;

    FileReader(Folder folder, String file, Cursor from, KnownRows known) {
      this.folder = folder;
      this.file = file;
      this.known = known;
      this.version = version();
      this.parser = open();
      this.records = parser.map(CSVParser::iterator).orElse(Collections.emptyIterator());
      skipTo(from);
    }

    /** A cursor is the number of records read, and of which version of the file. */
    private Cursor cursor() {
      return new Cursor(read + "@" + version);
    }

    /** A file that was written anew is read from its beginning. */
    private void skipTo(Cursor from) {
      String[] parts = from.value().split("@", 2);
      if (parts.length == 2 && parts[1].equals(version)) {
        long to = Long.parseLong(parts[0]);
        while (read < to && !finished) {
          next((int) Math.min(to - read, folder.config().batchSize()));
        }
      }
    }

    @Override
    public List<Operation> poll(Duration maxWait) {
      List<CSVRecord> batch = next(folder.config().batchSize());
      folder.context().metrics().addScanned(batch.size());
      List<Operation> operations = new ArrayList<>();
      for (CSVRecord csv : batch) {
        observe(csv, operations);
      }
      operations.add(new Checkpoint(cursor()));
      return operations;
    }

    /** Reads before anything is marked: a read that fails must not leave half a batch marked. */
    List<CSVRecord> next(int count) {
      try {
        List<CSVRecord> batch = new ArrayList<>();
        while (batch.size() < count && records.hasNext()) {
          batch.add(records.next());
        }
        finished = !records.hasNext();
        read += batch.size();
        return batch;
      } catch (UncheckedIOException e) {
        throw new ConnectorException(
            ErrorCode.SOURCE_PROTOCOL,
            "Cannot read %s behind record %d: it is no CSV (%s). Correct the file."
                .formatted(file, read, e.getMessage()),
            e);
      }
    }

    private void observe(CSVRecord csv, List<Operation> operations) {
      byte[] key = (latin(file) + ":" + csv.get(0)).getBytes(ISO_8859_1);
      KeyHash hash = KeyHash.of(key);
      if (known.isSeen(hash)) {
        return;
      }
      String text = EscapedText.encode(key);
      Optional<Instant> quarantined = known.quarantinedSince(hash);
      if (!csv.isConsistent()) {
        if (known.observeUnreadable(hash)) {
          String message = "The record has %d fields, the header another number.";
          Instant since = quarantined.orElse(folder.context().clock().instant());
          Row row = Row.of(text, message.formatted(csv.size()), since);
          operations.add(new Upsert(folder.errors(), hash, row, quarantined.isPresent()));
        }
        return;
      }
      Fingerprint fingerprint = fingerprint(csv);
      Sighting sighting = known.observe(hash, fingerprint, KnownRows.NO_EXPIRY, 0);
      if (sighting == Sighting.NEW || sighting == Sighting.CHANGED) {
        Row row = Row.of(text, value(csv), file, fingerprint);
        operations.add(new Upsert(folder.main(), hash, row, sighting == Sighting.CHANGED));
      }
      if (sighting != Sighting.REPEATED && quarantined.isPresent()) {
        operations.add(new Delete(folder.errors(), hash, text));
      }
    }

    private Fingerprint fingerprint(CSVRecord csv) {
      fingerprinter.start("csv");
      List<String> header = parser.orElseThrow().getHeaderNames();
      for (int i = 1; i < csv.size(); i++) {
        add(header.get(i));
        add(csv.get(i));
      }
      return fingerprinter.finish();
    }

    private void add(String field) {
      byte[] bytes = field.getBytes(ISO_8859_1);
      fingerprinter.add(bytes, 0, bytes.length);
    }

    private String value(CSVRecord csv) {
      ObjectNode object = JSON.createObjectNode();
      List<String> header = parser.orElseThrow().getHeaderNames();
      for (int i = 1; i < csv.size(); i++) {
        object.put(text(header.get(i)), text(csv.get(i)));
      }
      return object.toString();
    }

    private static String text(String field) {
      return EscapedText.encode(field.getBytes(ISO_8859_1));
    }

    private static String latin(String name) {
      return new String(name.getBytes(UTF_8), ISO_8859_1);
    }

    @Override
    public boolean isFinished() {
      return finished;
    }

    /** Nothing here waits. */
    @Override
    public void wakeup() {}

    @Override
    public void close() {
      try {
        if (parser.isPresent()) {
          parser.get().close();
        }
      } catch (IOException e) {
        // It was only read.
      }
    }

    private Optional<CSVParser> open() {
      try {
        return Optional.of(FORMAT.parse(Files.newBufferedReader(path(), ISO_8859_1)));
      } catch (NoSuchFileException e) {
        // Gone since the plan was made: the sweep removes its rows.
        return Optional.empty();
      } catch (IOException e) {
        throw unreadable(path(), e);
      }
    }

    private String version() {
      try {
        return Files.size(path()) + "-" + Files.getLastModifiedTime(path()).toMillis();
      } catch (IOException e) {
        return "gone";
      }
    }

    private Path path() {
      return folder.config().folder().resolve(file);
    }
  }

  /** Reads all files again for what a pass has not seen, and removes what is in none. */
  private static final class Sweep implements SplitReader {
    private final Folder folder;
    private final KnownRows known;
    private final Iterator<String> files;
    private Optional<FileReader> reader = Optional.empty();
    private Stream<Operation> gone = Stream.empty();
    private Iterator<Operation> goneLeft = Collections.emptyIterator();
    private boolean everythingRead;

    Sweep(Folder folder, KnownRows known) {
      this.folder = folder;
      this.known = known;
      this.everythingRead = !isAnythingUnseen();
      this.files = folder.files().iterator();
    }

    private boolean isAnythingUnseen() {
      try (Stream<KnownRow> rows = known.unseen();
          Stream<String> quarantined = known.unseenQuarantined()) {
        return rows.findAny().isPresent() || quarantined.findAny().isPresent();
      }
    }

    @Override
    public List<Operation> poll(Duration maxWait) {
      List<Operation> operations = new ArrayList<>();
      if (everythingRead) {
        while (operations.size() < folder.config().batchSize() && goneLeft.hasNext()) {
          operations.add(goneLeft.next());
        }
      } else if (reader.isPresent() && !reader.get().isFinished()) {
        operations.addAll(reader.get().poll(maxWait));
      } else if (files.hasNext()) {
        reader.ifPresent(FileReader::close);
        reader = Optional.of(new FileReader(folder, files.next(), Cursor.START, known));
      } else {
        everythingRead = true;
        gone = Stream.concat(rowsGone(), entriesGone());
        goneLeft = gone.iterator();
      }
      operations.removeIf(Checkpoint.class::isInstance);
      return operations;
    }

    private Stream<Operation> rowsGone() {
      return known.unseen().map(row -> remove(folder.main(), row.keyText()));
    }

    private Stream<Operation> entriesGone() {
      return known.unseenQuarantined().map(key -> remove(folder.errors(), key));
    }

    private static Operation remove(TableId table, String key) {
      return new Delete(table, KeyHash.of(EscapedText.decode(key)), key);
    }

    @Override
    public boolean isFinished() {
      return everythingRead && !goneLeft.hasNext();
    }

    /** Nothing here waits. */
    @Override
    public void wakeup() {}

    @Override
    public void close() {
      reader.ifPresent(FileReader::close);
      gone.close();
    }
  }

  private static ConnectorException unreadable(Path path, IOException cause) {
    return new ConnectorException(
        ErrorCode.SOURCE_UNREACHABLE,
        "Cannot read %s (%s). Check that it is there, and that you may read it."
            .formatted(path, cause.getClass().getSimpleName()),
        cause);
  }
}
