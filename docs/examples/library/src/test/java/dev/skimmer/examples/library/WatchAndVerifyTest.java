package dev.skimmer.examples.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchAndVerifyTest {
  @TempDir private Path folder;

  @Test
  void writesWhatIsNewUntilALineIsEnteredAndProvesThatBothAreEqual() throws Exception {
    InputStream before = System.in;
    try (RedisServerFixture server = RedisServerFixture.start();
        RespClient client = server.client();
        PipedOutputStream keyboard = new PipedOutputStream();
        Printed printed = new Printed()) {
      System.setIn(new PipedInputStream(keyboard));
      client.call("SET", "greeting", "hello");
      String file = folder.resolve("shop.duckdb").toString();
      CompletableFuture<Void> program =
          CompletableFuture.runAsync(
              () -> WatchAndVerify.main(RedisServerFixture.HOST, "" + server.port(), file));
      while (!printed.text().contains("1 new, 0 gone") && !program.isDone()) {
        Thread.sleep(10);
      }
      keyboard.write('\n');
      keyboard.flush();
      program.get();
      assertThat(printed.text()).isEqualTo("1 new, 0 gone%nequal%n".formatted());
    } finally {
      System.setIn(before);
    }
  }
}
