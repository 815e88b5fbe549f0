package dev.skimmer.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbFileTest {
  @TempDir Path folder;

  private final DuckDbDestination destination = new DuckDbDestination();

  @Test
  void aTableIsEmptyUntilItHoldsARow() {
    DuckDbConfig config = DuckDbConfig.of(folder.resolve("shop.duckdb"));
    try (Destination.Session session = destination.open(config, Context.system())) {
      assertThat(session.isEmpty(SmallTable.SCHEMA)).isTrue();
      session.apply(SmallTable.SCHEMA);
      assertThat(session.isEmpty(SmallTable.SCHEMA)).isTrue();
    }
  }

  @Test
  void namesTheFolderThatDoesNotExist() {
    ConnectorException failure = failureOf(folder.resolve("none/shop.duckdb"));
    assertThat(failure.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
    assertThat(failure).hasMessageContaining(folder.resolve("none").toString());
  }

  @Test
  void refusesAFolder() {
    assertThat(failureOf(folder).code()).isEqualTo(ErrorCode.CONFIG_INVALID);
  }

  @Test
  void refusesAFileThatIsNoDatabaseAndLeavesItAlone() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "not a database ".repeat(1000));
    ConnectorException failure = failureOf(text);
    assertThat(failure.code()).isEqualTo(ErrorCode.DESTINATION_FAILED);
    assertThat(failure).hasMessageContaining("is not a DuckDB file").hasMessageContaining("notes");
    assertThat(text).hasContent("not a database ".repeat(1000));
  }

  @Test
  void namesTheProcessThatHoldsTheFile() throws Exception {
    Path file = folder.resolve("shop.duckdb");
    try (ChildProcess holder = ChildProcess.start(HoldFile.class, file.toString())) {
      holder.awaitLine("open");
      ConnectorException failure = failureOf(file);
      assertThat(failure.code()).isEqualTo(ErrorCode.PIPELINE_BUSY);
      assertThat(failure).hasMessageContaining("process " + holder.pid());
      assertThat(checkFailureOf(file).code()).isEqualTo(ErrorCode.PIPELINE_BUSY);
    }
    destination.open(DuckDbConfig.of(file), Context.system()).close();
  }

  @Test
  void leavesNoCopyOfTheNativeLibraryBehindWhenKilled() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path file = folder.resolve("shop.duckdb");
    try (ChildProcess killed =
        ChildProcess.start(
            List.of("-Djava.io.tmpdir=" + temporary), HoldFile.class, file.toString())) {
      killed.awaitLine("open");
    }
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.filter(path -> path.toString().contains("duckdb"))).isEmpty();
    }
  }

  @Test
  void checksWithoutCreatingAnything() throws IOException {
    Path file = folder.resolve("shop.duckdb");
    assertThat(destination.check(DuckDbConfig.of(file), Context.system()))
        .extracting(Fact::name)
        .contains("destination", "version", "file");
    assertThat(filesIn(folder)).isEmpty();
  }

  @Test
  void checksAnExistingFileWithoutChangingIt() throws IOException {
    Path file = folder.resolve("shop.duckdb");
    Destination.Session session = destination.open(DuckDbConfig.of(file), Context.system());
    session.openWriter("shop").close();
    session.close();
    byte[] before = Files.readAllBytes(file);
    assertThat(destination.check(DuckDbConfig.of(file), Context.system()))
        .anySatisfy(fact -> assertThat(fact.value()).contains("MB"));
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(filesIn(folder)).containsExactly(file);
  }

  @Test
  void canBeClosedTwice() {
    Destination.Session session =
        destination.open(DuckDbConfig.of(folder.resolve("shop.duckdb")), Context.system());
    session.close();
    session.close();
  }

  private ConnectorException failureOf(Path file) {
    return catchThrowableOfType(
        ConnectorException.class,
        () -> destination.open(DuckDbConfig.of(file), Context.system()).close());
  }

  private ConnectorException checkFailureOf(Path file) {
    return catchThrowableOfType(
        ConnectorException.class, () -> destination.check(DuckDbConfig.of(file), Context.system()));
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
