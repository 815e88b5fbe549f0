package dev.skimmer.jdbc.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Fact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check of an embedded database that is not there yet creates nothing. */
class AbsentFileTest {
  @TempDir private Path folder;

  private static List<Fact> check(String url) {
    return new JdbcDestination().check(Configs.of(url), Context.system());
  }

  @Test
  void aCheckSaysThatASyncWouldCreateTheFile() throws IOException {
    for (String driver : List.of("jdbc:sqlite:", "jdbc:h2:")) {
      assertThat(check(driver + folder.resolve("shop")))
          .contains(new Fact("file", "does not exist yet; a sync creates it"));
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aFolderThatIsNotThereIsRefusedWhereTheDriverWouldNotCreateIt() {
    assertThatThrownBy(() -> check("jdbc:sqlite:" + folder.resolve("none/shop")))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("none is no folder");
    assertThat(check("jdbc:h2:" + folder.resolve("none/shop"))).isNotEmpty();
  }
}
