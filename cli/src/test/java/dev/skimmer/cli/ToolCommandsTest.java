package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.inject.Guice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that tell of Skimmer itself. */
class ToolCommandsTest {
  @TempDir private Path folder;

  private static Set<String> commands() {
    return Skimmer.commandLine(Guice.createInjector(new CliModule())).getSubcommands().keySet();
  }

  /** Returns what bash would offer behind these words. */
  private String completions(String... words) throws IOException, InterruptedException {
    Path script = folder.resolve("skimmer.bash");
    Files.writeString(script, CliRun.of("completion", "bash").out());
    String line =
        "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_skimmer; printf '%%s\\n' \"${COMPREPLY[@]}\""
            .formatted(script, "'" + String.join("' '", words) + "'", words.length - 1);
    Process bash = new ProcessBuilder("bash", "-c", line).redirectErrorStream(true).start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return out;
  }

  @Test
  void bashCompletesCommandsAndOptions() throws IOException, InterruptedException {
    assertThat(completions("skimmer", "ver").lines()).contains("verify", "version");
    assertThat(completions("skimmer", "sync", "--d").lines())
        .contains("--dry-run", "--driver-path");
    assertThat(completions("skimmer", "verify", "--output", "").lines()).contains("json", "text");
  }

  @Test
  void thePluginsStandInColumnsHoweverLongTheirNamesAre() {
    assertThat(
            CliRun.of("plugins")
                .out()
                .lines()
                .map(line -> line.length() - line.replaceAll("^\\S+ +\\S+ +", "").length())
                .collect(Collectors.toSet()))
        .hasSize(1);
  }

  @Test
  void zshGetsTheScriptOfBashWhichReadiesZshForIt() {
    String script = CliRun.of("completion", "zsh").out();
    assertThat(script).isEqualTo(CliRun.of("completion", "bash").out()).contains("bashcompinit");
  }

  @Test
  void fishGetsALineForEachCommandAndOption() {
    String script = CliRun.of("completion", "fish").out();
    commands().forEach(command -> assertThat(script).contains(" -f -a " + command + " -d '"));
    assertThat(script)
        .contains("-n '__fish_seen_subcommand_from sync' -l dry-run -d ")
        .contains("-n '__fish_seen_subcommand_from verify' -l output -r -f -a 'text json' -d ");
    assertThat(script.lines().skip(1))
        .allMatch(line -> line.matches("complete -c skimmer -n \\S.* -d '([^'\\\\]|\\\\.)*'"));
  }

  @Test
  void anUnknownShellIsAnErrorOfUsage() {
    CliRun run = CliRun.of("completion", "csh");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("bash", "zsh", "fish");
  }

  @Test
  void everyConnectorAndDriverIsListedWithItsJar() {
    JsonNode plugins = CliRun.of("plugins", "--output", "json", "--keys").json(0).get("plugins");
    List<String> names = new ArrayList<>();
    plugins.forEach(
        plugin -> names.add(plugin.get("kind").asText() + " " + plugin.get("name").asText()));
    assertThat(names)
        .contains(
            "source dragonfly",
            "destination duckdb",
            "destination jdbc",
            "destination snowflake",
            "driver org.postgresql.Driver");
    JsonNode dragonfly = plugins.get(0);
    assertThat(dragonfly.get("keys").findValuesAsText("name"))
        .contains("host", "port", "key_pattern");
    assertThat(CliRun.of("plugins").out())
        .contains("dragonfly", "postgresql-")
        .doesNotContain("key_pattern");
    assertThat(CliRun.of("plugins", "--keys").out()).contains("key_pattern");
  }

  @Test
  void aDriverThatCannotBeLoadedIsNamedAndHidesNoOther() throws IOException {
    Path jar = folder.resolve("broken.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("META-INF/services/java.sql.Driver"));
      zip.write("com.example.Absent".getBytes(StandardCharsets.UTF_8));
    }
    CliRun run = CliRun.of("plugins", "--output", "json", "--driver-path", jar.toString());
    assertThat(run.json(0).toString()).contains("org.postgresql.Driver");
    assertThat(run.err()).contains("com.example.Absent");
  }

  @Test
  void programsGetAFailureOfEveryCommandAsAnObject() {
    String[] absent = {"--output", "json", "--driver-path", "absent.jar"};
    for (String command : List.of("plugins", "discover")) {
      List<String> words = new ArrayList<>(List.of(command));
      if (command.equals("discover")) {
        words.add("absent.json");
      }
      words.addAll(List.of(absent));
      JsonNode failure = CliRun.of(words.toArray(String[]::new)).json(2);
      assertThat(failure.get("outcome").asText()).isEqualTo("failed");
    }
  }

  @Test
  void theVersionIsToldForPeopleAndForPrograms() {
    JsonNode version = CliRun.of("version", "--output", "json").json(0);
    assertThat(version.get("java").asText()).isEqualTo(System.getProperty("java.version"));
    assertThat(version.get("skimmer").asText()).isNotBlank();
    assertThat(CliRun.of("version").out()).contains("skimmer", "Java");
  }
}
