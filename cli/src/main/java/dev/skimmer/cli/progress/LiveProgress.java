package dev.skimmer.cli.progress;

import dev.skimmer.cli.signal.SystemSignal;
import dev.skimmer.engine.SplitProgress;
import dev.skimmer.engine.SyncListener;
import dev.skimmer.engine.SyncProgress;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Rewrites a few lines of a terminal in place. While it is open, {@link System#err} is a stream
 * that takes the lines away before anything else is printed there.
 */
final class LiveProgress implements SyncListener {
  private final PrintStream before;
  private final LiveLines lines;
  private final boolean verbose;
  private final boolean coloured;
  private final Supplier<Optional<TerminalSize>> sizes;
  private final Pace pace = new Pace();
  private volatile boolean resized = true;
  private TerminalSize size = new TerminalSize(24, 80);

  LiveProgress(
      PrintStream terminal,
      boolean verbose,
      boolean coloured,
      Supplier<Optional<TerminalSize>> sizes) {
    this.before = terminal;
    this.lines = new LiveLines(terminal);
    this.verbose = verbose;
    this.coloured = coloured;
    this.sizes = sizes;
  }

  static LiveProgress open(boolean verbose) {
    String noColour = System.getenv("NO_COLOR");
    LiveProgress progress =
        new LiveProgress(
            System.err,
            verbose,
            noColour == null || noColour.isEmpty(),
            TerminalSize::ofStandardError);
    SystemSignal.listen("WINCH", progress::resize);
    System.setErr(new PrintStream(progress.lines, true));
    return progress;
  }

  /** Says that the terminal has another size now. Any thread may. */
  void resize() {
    resized = true;
  }

  @Override
  public void onProgress(SyncProgress progress) {
    if (resized) {
      resized = false;
      size = sizes.get().orElse(size);
    }
    pace.add(System.nanoTime(), progress.scanned());
    // A terminal that is written to in its last column may begin a new line.
    int width = size.columns() - 1;
    List<String> shown = new ArrayList<>();
    shown.add(coloured(ProgressText.line(progress, pace, width)));
    if (verbose) {
      addSplits(shown, progress.splits(), width);
    }
    lines.show(shown);
  }

  @Override
  public void onEnd() {
    lines.clear();
    System.setErr(before);
  }

  private void addSplits(List<String> shown, List<SplitProgress> splits, int width) {
    int room = Math.max(0, size.rows() - 3);
    splits.stream()
        .limit(splits.size() <= room ? room : room - 1)
        .forEach(split -> shown.add(ProgressText.cut(ProgressText.line(split), width)));
    if (splits.size() > room) {
      long done = splits.stream().filter(SplitProgress::finished).count();
      shown.add(
          ProgressText.cut(
              "skimmer:   %d of %d splits done".formatted(done, splits.size()), width));
    }
  }

  private String coloured(String line) {
    return coloured ? line.replaceFirst("\\b([1-9][\\d,]* errors)", "\u001b[31m$1\u001b[0m") : line;
  }
}
