package dev.skimmer.cli.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.engine.SplitProgress;
import dev.skimmer.engine.SyncPhase;
import dev.skimmer.engine.SyncProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LiveProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream terminal = new PrintStream(bytes, true, UTF_8);
  private TerminalSize size = new TerminalSize(6, 60);

  private LiveProgress live(boolean verbose, boolean coloured) {
    return new LiveProgress(terminal, verbose, coloured, () -> Optional.of(size));
  }

  private static SyncProgress progress(long errors, int splits) {
    List<SplitProgress> each = new ArrayList<>();
    for (int i = 0; i < splits; i++) {
      each.add(new SplitProgress("split-" + i, 10, i % 2 == 0));
    }
    return new SyncProgress(SyncPhase.SCANNING, 10, OptionalLong.empty(), 0, errors, 0, each);
  }

  private String printed() {
    String text = bytes.toString(UTF_8);
    bytes.reset();
    return text;
  }

  @Test
  void aLineIsWrittenInPlaceAndTheCursorRestsAtItsBeginning() {
    live(false, false).onProgress(progress(0, 3));
    assertThat(printed())
        .isEqualTo("\u001b[?7l\rskimmer: 10 keys, 0 changed, 0 errors, 0 KB\u001b[K\u001b[?7h\r");
  }

  @Test
  void splitsHaveALineEachAsFarAsThereIsRoom() {
    LiveProgress live = live(true, false);
    live.onProgress(progress(0, 2));
    assertThat(printed())
        .contains("split-0: 10 keys, done", "split-1: 10 keys\u001b[K", "\u001b[2A\r");
    live.onProgress(progress(0, 9));
    assertThat(printed())
        .contains("split-1", "5 of 9 splits done", "\u001b[3A\r")
        .doesNotContain("split-2");
  }

  @Test
  void errorsAreRedOnlyWhereColoursAreWantedAndThereAreSome() {
    live(false, true).onProgress(progress(3, 0));
    assertThat(printed()).contains("\u001b[31m3 errors\u001b[0m");
    live(false, true).onProgress(progress(0, 0));
    assertThat(printed()).doesNotContain("\u001b[31m");
    live(false, false).onProgress(progress(3, 0));
    assertThat(printed()).contains("3 errors").doesNotContain("\u001b[31m");
  }

  @Test
  void aTerminalIsAskedForItsSizeAgainOnlyWhenItHasChanged() {
    LiveProgress live = live(false, false);
    live.onProgress(progress(0, 0));
    size = new TerminalSize(6, 20);
    live.onProgress(progress(0, 0));
    assertThat(printed()).endsWith("0 KB\u001b[K\u001b[?7h\r");
    live.resize();
    live.onProgress(progress(0, 0));
    assertThat(printed()).isEqualTo("\u001b[?7l\rskimmer: 10 keys\u001b[K\u001b[?7h\r");
  }

  @Test
  void otherTextTakesTheLinesAwayAndIsNotBrokenUp() {
    LiveLines lines = new LiveLines(terminal);
    PrintStream err = new PrintStream(lines, true, UTF_8);
    lines.show(List.of("progress"));
    printed();
    err.print("a warn");
    lines.show(List.of("progress"));
    err.println("ing");
    assertThat(printed()).isEqualTo("\r\u001b[Ja warning" + System.lineSeparator());
    lines.show(List.of("progress"));
    lines.clear();
    lines.clear();
    assertThat(printed()).endsWith("\r\u001b[J").containsOnlyOnce("\u001b[J");
  }
}
