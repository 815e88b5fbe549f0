package dev.skimmer.jdbc.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A file is told from what is no file, so that a command that changes nothing creates none. */
class EmbeddedFileTest {
  @Test
  void aFileIsTold() {
    Map.of(
            "jdbc:sqlite:shop.sqlite", "shop.sqlite",
            "jdbc:sqlite:/var/shop.db?busy_timeout=1", "/var/shop.db",
            "jdbc:h2:./shop", "./shop.mv.db",
            "jdbc:h2:/var/shop;MODE=PostgreSQL", "/var/shop.mv.db",
            "jdbc:h2:file:/var/shop", "/var/shop.mv.db")
        .forEach((url, file) -> assertThat(EmbeddedFile.of(url)).contains(Path.of(file)));
  }

  @Test
  void theHomeOfTheUserIsMeantByATilde() {
    assertThat(EmbeddedFile.of("jdbc:h2:~/shop"))
        .contains(Path.of(System.getProperty("user.home"), "shop.mv.db"));
  }

  @Test
  void whatIsNoFileIsNot() {
    assertThat(
            List.of(
                "jdbc:sqlite::memory:",
                "jdbc:sqlite:",
                "jdbc:sqlite:file:shop?mode=memory",
                "jdbc:h2:mem:shop",
                "jdbc:h2:tcp://localhost/shop",
                "jdbc:h2:nioMemFS:shop",
                "jdbc:postgresql://localhost/shop"))
        .allSatisfy(url -> assertThat(EmbeddedFile.of(url)).isEmpty());
  }
}
