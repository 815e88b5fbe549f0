package dev.skimmer.examples.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.testkit.KnownRowsInMemory;
import dev.skimmer.testkit.SourceContract;
import dev.skimmer.text.EscapedText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvContractTest extends SourceContract {
  @TempDir Path folder;
  private final Map<String, Map<String, String>> files = new TreeMap<>();

  @Override
  public Source<?> source() {
    return new CsvSource();
  }

  @Override
  public Map<String, String> configuration() {
    return Map.of("folder", folder.toString(), "batch_size", "20");
  }

  @Override
  public Map<String, String> configurationOfNothing() {
    return Map.of("folder", folder.resolve("nothing").toString());
  }

  @Override
  public void put(byte[] key, String value) {
    records(key).put(latin(key), latin(value.getBytes(UTF_8)));
    write(fileOf(key));
  }

  @Override
  public void remove(byte[] key) {
    records(key).remove(latin(key));
    write(fileOf(key));
  }

  @Override
  public String keyText(byte[] key) {
    return EscapedText.encode((fileOf(key) + ":" + latin(key)).getBytes(ISO_8859_1));
  }

  /** Spreads keys over two files. */
  private static String fileOf(byte[] key) {
    return key.length % 2 == 0 ? "even.csv" : "odd.csv";
  }

  private Map<String, String> records(byte[] key) {
    return files.computeIfAbsent(fileOf(key), name -> new TreeMap<>());
  }

  private void write(String file) {
    StringBuilder text = new StringBuilder("key,value\r\n");
    files
        .get(file)
        .forEach((k, v) -> text.append(quote(k)).append(',').append(quote(v)).append("\r\n"));
    try {
      Files.writeString(folder.resolve(file), text, ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String quote(String field) {
    return '"' + field.replace("\"", "\"\"") + '"';
  }

  @Test
  void listsARecordOfAnotherLengthAsAnErrorUntilItIsCorrected() throws IOException {
    try (Source.Session session =
        new CsvSource().open(new CsvSource.Config(folder, "orders", 10), Context.system())) {
      List<TableSchema> tables = session.tables();
      KnownRowsInMemory known = new KnownRowsInMemory(tables.get(0), tables.subList(1, 2));
      Files.writeString(folder.resolve("a.csv"), "key,value\n1,one\n2\n");
      read(session, known);
      assertThat(known.rows()).containsOnlyKeys("a.csv:1");
      assertThat(known.errors()).containsOnlyKeys("a.csv:2");
      Files.writeString(folder.resolve("a.csv"), "key,value\n1,one\n2,two\n");
      read(session, known);
      assertThat(known.rows()).containsOnlyKeys("a.csv:1", "a.csv:2");
      assertThat(known.errors()).isEmpty();
    }
  }

  @Test
  void namesAFileThatIsNoCsv() throws IOException {
    Files.writeString(folder.resolve("a.csv"), "key,value\n1,one\n2,\"open\n");
    try (Source.Session session =
        new CsvSource().open(new CsvSource.Config(folder, "orders", 10), Context.system())) {
      assertThatThrownBy(session::check)
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining("a.csv behind record 0");
    }
  }

  private static void read(Source.Session session, KnownRowsInMemory known) {
    known.newPass();
    for (Split split : session.plan(1)) {
      try (SplitReader reader = session.read(split, Cursor.START, known)) {
        while (!reader.isFinished()) {
          known.apply(reader.poll(Duration.ofSeconds(1)));
        }
      }
    }
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
