package dev.skimmer.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {
  @TempDir Path folder;

  @Test
  void tellsNullFromEmptyAndKeepsQuotesLinesAndBackslashes() throws IOException {
    assertThat(
            written(
                file -> {
                  file.plain("7");
                  file.value(ColumnType.TEXT, null);
                  file.value(ColumnType.TEXT, "");
                  file.value(ColumnType.TEXT, "\"a\"\"\n\\N\\,😀\r");
                  file.endRow();
                  file.value(ColumnType.INTEGER, Long.MIN_VALUE);
                  file.endRow();
                }))
        .isEqualTo("7,,\"\",\"\"\"a\"\"\"\"\n\\N\\,😀\r\"\n-9223372036854775808\n");
  }

  @Test
  void writesNumbersTimesAndBytesAsSnowflakeReadsThem() throws IOException {
    assertThat(
            written(
                file -> {
                  file.value(ColumnType.DOUBLE, Double.NaN);
                  file.value(ColumnType.DOUBLE, Double.NEGATIVE_INFINITY);
                  file.value(ColumnType.DOUBLE, Double.MIN_VALUE);
                  file.value(ColumnType.TIMESTAMP, Instant.parse("2026-01-02T03:04:05.006007Z"));
                  file.value(ColumnType.TIMESTAMP, Instant.MAX);
                  file.value(ColumnType.FINGERPRINT, new Fingerprint(-1, 1));
                  file.endRow();
                }))
        .isEqualTo(
            "NaN,-inf,4.9E-324,2026-01-02 03:04:05.006007,9999-12-31 23:59:59.999999,"
                + "ffffffffffffffff0000000000000001\n");
  }

  @Test
  void refusesTextThatIsNoUnicode() {
    assertThatThrownBy(() -> written(file -> file.value(ColumnType.TEXT, "a\uD83D")))
        .isInstanceOf(CharacterCodingException.class);
  }

  @Test
  void isReadByItsOwnerOnlyAndGoneAfterwards() throws IOException {
    Path path = folder.resolve("own.csv.gz");
    CsvFile file = CsvFile.create(path);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    Path own = OwnFiles.createFolder();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
        .isEqualTo("rwx------");
    Files.delete(own);
    file.discard();
    assertThat(path).doesNotExist();
  }

  private String written(Rows rows) throws IOException {
    Path path = folder.resolve("rows.csv.gz");
    try (CsvFile file = CsvFile.create(path)) {
      rows.write(file);
    }
    try (InputStream in = new GZIPInputStream(Files.newInputStream(path))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private interface Rows {
    void write(CsvFile file) throws IOException;
  }
}
