package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.connect.ErrorReply;
import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.Token;
import dev.skimmer.fingerprint.Fingerprinter;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.Operation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** One reading of one large collection: a probe, the windows, the probe again. */
final class WindowState {
  private enum Step {
    BEGIN,
    MIDDLE,
    END
  }

  private final Reading reading;
  private final byte[] key;
  private final ValueType type;
  private final ElementStore store = new ElementStore();
  private final Elements elements = new Elements();
  private final WindowFields fields;
  private final Fingerprinter fingerprinter = new Fingerprinter();
  private final WindowSizer sizer;
  private Windows windows;
  private Step step = Step.BEGIN;
  private int probes;
  private Optional<Fingerprint> before = Optional.empty();
  private Optional<Fingerprint> readBefore = Optional.empty();
  private Verdict verdict = Verdict.OPEN;
  private Optional<Problem> problem = Optional.empty();
  private long expiresAt;
  private long length;

  WindowState(Reading reading, byte[] key, ValueType type) {
    this.reading = reading;
    this.key = key;
    this.type = type;
    this.windows = type.windows();
    this.sizer = reading.windowSizer(Windows.SIZE, Windows.SIZE);
    this.fields = new WindowFields(reading.fieldExpiries(), key, type);
  }

  /** Returns {@link Verdict#LARGE} when the collection changed and has to be read again. */
  Verdict verdict() {
    return verdict;
  }

  /** Returns how many elements there were when the last window had been read. */
  long length() {
    return length;
  }

  Problem problem() {
    return problem.orElseThrow();
  }

  /**
   * Makes a collection that changed each time be taken as it was read last, if that is because its
   * fields expire one by one: the server counts some that are gone, so no length is to be relied
   * on.
   */
  void acceptExpiring() {
    if (verdict == Verdict.LARGE && !fields.times().isEmpty()) {
      verdict = Verdict.READ;
    }
  }

  void restart() {
    windows = type.windows();
    store.clear();
    fields.restart();
    step = Step.BEGIN;
    verdict = Verdict.OPEN;
  }

  /** Adds the commands of the next step. */
  void ask(CommandBuffer commands) {
    switch (step) {
      case BEGIN -> {
        windows.probe(commands, key);
        probes = commands.commands();
        windows.next(commands, key, sizer.size());
      }
      case MIDDLE -> windows.next(commands, key, sizer.size());
      case END -> {
        reading.expiries().open(commands);
        commands.add(reading.expiries().command(), key, 0, key.length);
        windows.probe(commands, key);
      }
    }
    fields.ask(commands, store);
  }

  /** Takes in the replies of a step. */
  void take(Replies answers) {
    reading.context().metrics().addBytesRead(answers.used());
    if (hasError(answers)) {
      return;
    }
    if (!fields.take(answers)) {
      unexpected(reading.fieldExpiries().command());
      return;
    }
    switch (step) {
      case BEGIN -> {
        before = Optional.of(signature(answers, 0));
        takeWindow(answers, answers.token(probes));
      }
      case MIDDLE -> takeWindow(answers, answers.token(0));
      case END -> takeEnd(answers);
    }
  }

  /** Hands the collection to the emitter. */
  void emit(Keys keys, List<Operation> operations) {
    reading
        .emitter()
        .read(keys, 0, keys.hash(0), type, elements, fields.times(), expiresAt, operations);
  }

  private boolean hasError(Replies answers) {
    for (int i = 0; i < answers.size(); i++) {
      int token = answers.token(i);
      if (answers.kind(token) == Token.ERROR) {
        ErrorReply error = ErrorReply.of(answers.text(token));
        String command = fields.isOurs(i) ? reading.fieldExpiries().command() : type.read().name();
        problem = reading.problemOf(error, type.name(), command);
        verdict = problem.isPresent() ? Verdict.UNREADABLE : Verdict.OTHER_TYPE;
        return true;
      }
    }
    return false;
  }

  private void takeWindow(Replies answers, int token) {
    long limit = reading.settings().maxValueBytes();
    if (answers.kind(token) == Token.DROPPED) {
      verdict = answers.number(token) > limit ? Verdict.TOO_LARGE : Verdict.OPEN;
      step = Step.MIDDLE;
      return;
    }
    if (!windows.isWindow(answers, token)) {
      unexpected(type.read().name());
      return;
    }
    sizer.learn(answers.used(), answers.servedNanos());
    boolean last = windows.gather(answers, token, store);
    if (store.size() > limit) {
      verdict = Verdict.TOO_LARGE;
    }
    step = last ? Step.END : Step.MIDDLE;
  }

  private void takeEnd(Replies answers) {
    int first = reading.expiries().firstReply();
    reading.expiries().requireOpen(answers, reading.settings().address());
    if (!reading.expiries().isExpiry(answers, answers.token(first))) {
      unexpected(reading.expiries().command().name());
      return;
    }
    expiresAt = reading.expiries().millis(answers, answers.token(first));
    if (expiresAt == Expiries.GONE) {
      verdict = Verdict.ABSENT;
      return;
    }
    windows.show(store, elements);
    length = answers.number(answers.token(first + 1));
    boolean same = signature(answers, first + 1).equals(before.orElseThrow());
    boolean whole = elements.groups() == length;
    verdict = same && (whole || isReadAlike()) ? Verdict.READ : Verdict.LARGE;
  }

  private void unexpected(String command) {
    problem = Optional.of(Problem.unexpected(type.name(), command));
    verdict = Verdict.UNREADABLE;
  }

  /**
   * Returns whether two readings that told less than the length brought the same elements: then the
   * length counts expired ones. None at all is no hash or set: the key is about to be deleted.
   */
  private boolean isReadAlike() {
    if (!windows.mayHideElements() || elements.groups() == 0) {
      return false;
    }
    fingerprinter.start(type.name());
    type.fingerprint(elements, fingerprinter);
    Optional<Fingerprint> content = Optional.of(fingerprinter.finish());
    boolean alike = content.equals(readBefore);
    readBefore = content;
    return alike;
  }

  /** Sums up the replies to the probe, of which there are as many as in the first step. */
  private Fingerprint signature(Replies answers, int from) {
    fingerprinter.start("probe");
    for (int i = from; i < from + probes; i++) {
      int token = answers.token(i);
      if (answers.kind(token) == Token.BULK) {
        fingerprinter.add(answers.bytes(), answers.offset(token), answers.length(token));
      } else {
        byte[] text =
            (answers.kind(token) + " " + answers.number(token)).getBytes(StandardCharsets.UTF_8);
        fingerprinter.add(text, 0, text.length);
      }
    }
    return fingerprinter.finish();
  }
}
