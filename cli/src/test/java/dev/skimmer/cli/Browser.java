package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A Chromium without a screen.
 *
 * @param executable where it is
 * @param folder for what it writes
 */
record Browser(String executable, Path folder) {
  private static final int CANNOT_BE_INSTALLED = 3;
  private static final List<String> QUIET =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-dev-shm-usage",
          "--disable-background-networking",
          "--disable-component-update",
          "--no-first-run",
          "--hide-scrollbars",
          "--window-size=1280,3600");

  /** Finds a browser, or has it installed where that is possible. */
  static Browser in(Path folder) {
    Path log = folder.resolve("browser.log");
    ProcessBuilder script = new ProcessBuilder(Path.of("..", ".ci", "browser").toString());
    Run run = run(script, folder.resolve("browser.txt"), log);
    if (run.exitCode() == CANNOT_BE_INSTALLED) {
      Assumptions.abort(text(log));
    }
    assertThat(run.exitCode()).as(text(log)).isZero();
    return new Browser(run.out().strip(), folder);
  }

  /** Loads a page, lets its scripts run, and returns what its document has become. */
  String dom(Path page) {
    Run run = run(page, "--dump-dom", "--virtual-time-budget=5000");
    assertThat(run.out()).as(text(folder.resolve("page.log"))).contains("<html");
    return run.out();
  }

  private Run run(Path page, String... options) {
    List<String> command = new ArrayList<>();
    command.add(executable);
    command.addAll(QUIET);
    command.add("--user-data-dir=" + folder.resolve("profile"));
    command.addAll(List.of(options));
    command.add(page.toUri().toString());
    return run(new ProcessBuilder(command), folder.resolve("page.txt"), folder.resolve("page.log"));
  }

  private record Run(int exitCode, String out) {}

  private static Run run(ProcessBuilder builder, Path out, Path log) {
    try {
      Process process = builder.redirectOutput(out.toFile()).redirectError(log.toFile()).start();
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(builder.command() + " takes too long");
      }
      return new Run(process.exitValue(), text(out));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
