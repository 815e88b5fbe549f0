package dev.skimmer.cli.progress;

import dev.skimmer.cli.text.Quantity;
import dev.skimmer.engine.SplitProgress;
import dev.skimmer.engine.SyncPhase;
import dev.skimmer.engine.SyncProgress;
import dev.skimmer.text.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Writes progress as a line that is no wider than there is room for. */
final class ProgressText {
  private static final String PREFIX = "skimmer: ";
  private static final String SEPARATOR = ", ";

  private ProgressText() {}

  /** A part of the line; those of a high rank are left out first. */
  private record Part(int rank, String text) {}

  /** Returns the line, of at most {@code width} columns. */
  static String line(SyncProgress progress, Pace pace, int width) {
    List<Part> parts = parts(progress, pace);
    List<Part> kept = new ArrayList<>(parts);
    while (kept.size() > 1 && join(kept).length() > width) {
      kept.remove(kept.stream().max(Comparator.comparingInt(Part::rank)).orElseThrow());
    }
    return cut(join(kept), width);
  }

  /** Returns the line of a split. */
  static String line(SplitProgress split) {
    return "%s  %s: %s keys%s"
        .formatted(
            PREFIX,
            Printable.line(split.id()),
            Quantity.count(split.scanned()),
            split.finished() ? ", done" : "");
  }

  /** Returns no more than the beginning of a line. */
  static String cut(String line, int width) {
    return line.length() <= width ? line : line.substring(0, Math.max(0, width));
  }

  private static List<Part> parts(SyncProgress progress, Pace pace) {
    List<Part> parts = new ArrayList<>();
    switch (progress.phase()) {
      case PREPARING -> parts.add(new Part(0, "reading what the tables hold"));
      case SWEEPING -> parts.add(new Part(0, "looking for deleted keys"));
      case COMPARING -> parts.add(new Part(0, "comparing"));
      case SCANNING -> {}
    }
    if (progress.phase() != SyncPhase.PREPARING) {
      addCounts(parts, progress, pace);
    }
    return parts;
  }

  private static void addCounts(List<Part> parts, SyncProgress progress, Pace pace) {
    parts.add(new Part(1, Quantity.count(progress.scanned()) + " keys"));
    progress.expected().ifPresent(keys -> parts.add(new Part(3, share(progress.scanned(), keys))));
    if (progress.phase() != SyncPhase.SWEEPING) {
      pace.keysPerSecond().ifPresent(rate -> parts.add(new Part(5, Quantity.count(rate) + "/s")));
    }
    if (progress.phase() != SyncPhase.COMPARING) {
      addOutcome(parts, progress);
    }
    parts.add(new Part(7, size(progress.bytesRead())));
    if (progress.phase() == SyncPhase.SCANNING && progress.expected().isPresent()) {
      pace.timeFor(progress.expected().getAsLong() - progress.scanned())
          .ifPresent(left -> parts.add(new Part(2, time(left) + " left")));
    }
  }

  private static void addOutcome(List<Part> parts, SyncProgress progress) {
    parts.add(new Part(4, Quantity.count(progress.changed()) + " changed"));
    parts.add(
        new Part(progress.errors() > 0 ? 2 : 6, Quantity.count(progress.errors()) + " errors"));
  }

  private static String join(List<Part> parts) {
    return parts.stream().map(Part::text).collect(Collectors.joining(SEPARATOR, PREFIX, ""));
  }

  /** More keys may come up than there were at the start, or the same one twice. */
  private static String share(long keys, long expected) {
    long percent = expected == 0 ? 100 : Math.min(100, keys * 100 / expected);
    return "%d %% of %s".formatted(percent, Quantity.count(expected));
  }

  static String size(long bytes) {
    return bytes < 10 << 20
        ? Quantity.count(bytes >> 10) + " KB"
        : Quantity.count(bytes >> 20) + " MB";
  }

  static String time(Duration time) {
    return time.toHours() > 0
        ? "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
