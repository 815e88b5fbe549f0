package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.util.Modules;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitIT {
  private static final String PASSWORD = "canary-5e1f0b7d";

  private static RedisServerFixture server;

  @TempDir private Path folder;
  private Path file;

  /** Somebody who answers from a list, and notes what was asked. */
  private static final class Somebody implements Questions {
    private final Deque<String> answers;
    private final List<String> asked = new ArrayList<>();

    private Somebody(String... answers) {
      this.answers = new ArrayDeque<>(List.of(answers));
    }

    @Override
    public boolean isSomebodyThere() {
      return true;
    }

    @Override
    public Optional<String> ask(String question) {
      asked.add(question);
      return Optional.ofNullable(answers.poll());
    }

    @Override
    public Optional<String> askSecret(String question) {
      return ask(question);
    }
  }

  @BeforeAll
  static void startServer() {
    server = RedisServerFixture.start();
    try (RespClient client = server.client()) {
      client.reply("ACL", "SETUSER", "reader", "on", ">" + PASSWORD, "~*", "+@all");
      client.reply("SET", "greeting", "hello");
    }
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void nameFile() {
    file = folder.resolve("CONFIG.json");
  }

  private String destination() {
    return "duckdb:" + folder.resolve("shop.duckdb");
  }

  private String port() {
    return Integer.toString(server.port());
  }

  private JsonNode written() throws IOException {
    return new ObjectMapper().readTree(Files.readString(file));
  }

  /** Runs init with somebody who answers. */
  private CliRun run(Somebody somebody, String... options) {
    Injector injector =
        Guice.createInjector(
            Modules.override(new CliModule())
                .with(
                    new AbstractModule() {
                      @Override
                      protected void configure() {
                        bind(Questions.class).toInstance(somebody);
                      }
                    }));
    return CliRun.of(injector, words(options));
  }

  /** Runs init where nobody can be asked. */
  private CliRun run(String... options) {
    return CliRun.of(words(options));
  }

  /** Runs it with the options that it needs at least. */
  private CliRun runAt(String port, String... more) {
    List<String> options =
        new ArrayList<>(List.of("--host", "127.0.0.1", "--port", port, "--to", destination()));
    options.addAll(List.of(more));
    return run(options.toArray(String[]::new));
  }

  private String[] words(String... options) {
    List<String> words = new ArrayList<>(List.of("init", file.toString()));
    words.addAll(List.of(options));
    return words.toArray(String[]::new);
  }

  @Test
  void withOptionsAloneItTriesAndWritesAFileForItsOwner() throws IOException {
    CliRun run = runAt(port());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("server", "Wrote " + file, "skimmer sync " + file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(written().get("port").isNumber()).isTrue();
    assertThat(
            CliRun.of("sync", file.toString(), "--output", "json").json(0).get("inserted").asInt())
        .isEqualTo(1);
  }

  @Test
  void itOverwritesNothing() throws IOException {
    Files.writeString(file, "mine");
    CliRun run = runAt(port());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("is there already");
    assertThat(Files.readString(file)).isEqualTo("mine");
    assertThat(run(new Somebody()).exitCode()).isEqualTo(2);
  }

  @Test
  void withoutATerminalAllThatIsMissingIsNamedAndNothingIsWritten() {
    CliRun run = run();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("host", "port");
    assertThat(file).doesNotExist();
  }

  @Test
  void aServerThatDoesNotAnswerIsNotWrittenUnlessThatIsWanted() {
    String free = Integer.toString(RedisServerFixture.freePort());
    assertThat(runAt(free).exitCode()).isEqualTo(3);
    assertThat(file).doesNotExist();
    CliRun run = runAt(free, "--no-check", "--password", "${env:NOT_SET_YET}");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(file).content().contains("${env:NOT_SET_YET}");
  }

  @Test
  void aPasswordIsRefusedAndAReferenceIsWritten() throws IOException {
    CliRun refused = runAt(port(), "--username", "reader", "--password", PASSWORD);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("${env:NAME}").doesNotContain(PASSWORD);
    assertThat(file).doesNotExist();
    Path secret = Files.writeString(folder.resolve("secret"), PASSWORD);
    CliRun run =
        runAt(port(), "--username", "reader", "--password", "${file:%s}".formatted(secret));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(file).content().contains("${file:" + secret + "}").doesNotContain(PASSWORD);
  }

  @Test
  void itAsksForTheRestAndTakesAnEmptyAnswerForTheSuggestion() throws IOException {
    Somebody somebody =
        new Somebody(
            "", port(), "reader", "env:SHOP_PASSWORD", "", "", "user:*", destination(), PASSWORD);
    CliRun run = run(somebody);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(somebody.asked).anyMatch(question -> question.contains("[127.0.0.1]"));
    assertThat(written().get("host").asText()).isEqualTo("127.0.0.1");
    assertThat(written().get("password").asText()).isEqualTo("${env:SHOP_PASSWORD}");
    assertThat(written().get("key_pattern").asText()).isEqualTo("user:*");
    assertThat(written().has("ssl")).isFalse();
    assertThat(file).content().doesNotContain(PASSWORD);
    assertThat(run.out() + run.err()).doesNotContain(PASSWORD);
  }

  @Test
  void aWrongAnswerMayBeGivenAgainWithTheOthersOffered() throws IOException {
    Somebody somebody =
        new Somebody(
            "",
            "none",
            "",
            "",
            "",
            "",
            "",
            destination(),
            "again",
            "",
            port(),
            "",
            "",
            "",
            "",
            "",
            "");
    CliRun run = run(somebody);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("port");
    assertThat(somebody.asked).anyMatch(question -> question.contains("[" + destination() + "]"));
    assertThat(written().get("port").asInt()).isEqualTo(server.port());
  }

  @Test
  void whoQuitsOrStopsAnsweringHasWrittenNothing() {
    assertThat(run(new Somebody("", "none", "", "", "", "", "", destination(), "q")).exitCode())
        .isEqualTo(2);
    CliRun ended = run(new Somebody("", port()));
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("Nothing was written");
    assertThat(file).doesNotExist();
  }
}
