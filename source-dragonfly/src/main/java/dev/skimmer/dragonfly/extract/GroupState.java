package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.connect.ErrorReply;
import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Exchange;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.ReplyForms;
import dev.skimmer.dragonfly.pipeline.Token;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is known about each key of a group, and the commands that tell more. */
final class GroupState {
  private static final CommandTemplate TYPE = CommandTemplate.of("TYPE");
  private static final String NO_TYPE = "none";

  private final Reading reading;
  private final Keys keys;
  private final boolean following;
  private final boolean trusting;
  private final KeyHash[] hashes;
  private final ValueType[] types;
  private final Verdict[] verdicts;
  private final Problem[] problems;
  private final Replies[] sources;
  private final int[] replies;
  private final long[] expiries;
  private final Reading[] elsewhere;
  private final Mark mark;
  private final GroupDigests digests;

  /**
   * Begins with nothing known.
   *
   * <p>The first attempt believes what the last pass and the server's counts say of types and
   * expiries; later ones ask for both.
   *
   * @param attempt from 1; as long as there are more to come, a key is asked for at another node
   *     when this one says so
   */
  GroupState(Reading reading, Keys keys, int attempt) {
    this.reading = reading;
    this.keys = keys;
    this.trusting = attempt == 1;
    this.following = attempt <= GroupRead.ATTEMPTS;
    int size = keys.size();
    hashes = new KeyHash[size];
    types = new ValueType[size];
    verdicts = new Verdict[size];
    Arrays.fill(verdicts, Verdict.OPEN);
    problems = new Problem[size];
    sources = new Replies[size];
    replies = new int[size];
    expiries = new long[size];
    elsewhere = new Reading[size];
    mark = new Mark(reading, keys);
    digests = new GroupDigests(reading, size);
  }

  KeyHash hash(int key) {
    return hashes[key];
  }

  /** Has the memory of the index fetched that these keys need. */
  void prepareIndex() {
    reading.known().prepare(hashes, hashes.length);
  }

  Verdict verdict(int key) {
    return verdicts[key];
  }

  ValueType type(int key) {
    return types[key];
  }

  Problem problem(int key) {
    return problems[key];
  }

  /** Returns the view of the node that is to be asked. */
  Reading elsewhere(int key) {
    return elsewhere[key];
  }

  /** Shows the fields of a hash that was read. */
  Elements showFields(int key, Elements into) {
    return HashType.showFields(sources[key], sources[key].token(replies[key]), into);
  }

  /** Hands a key that was read to the emitter. */
  void emit(int key, FieldTimes times, List<Operation> operations) {
    Elements value = reading.elements();
    types[key].show(sources[key], sources[key].token(replies[key]), value);
    reading
        .emitter()
        .read(keys, key, hashes[key], types[key], value, times, expiries[key], operations);
  }

  /** Returns whether a key that was as its row says still is, as far as we know. */
  boolean isStillSame(int key) {
    return reading.settings().series().positionOf(hashes[key]).isEmpty()
        && (reading.known().isSeen(hashes[key]) || digests.isHeld(key, hashes[key], expiries[key]));
  }

  /** Tells the emitter that a key is as its row says. */
  void emitSame(int key, List<Operation> operations) {
    Fingerprint fingerprint = digests.fingerprint(key);
    reading.emitter().same(keys, key, hashes[key], fingerprint, expiries[key], operations);
  }

  /** Begins to copy a series, unless this pass has done so already. */
  Optional<SeriesCopy> beginCopy(int key, AppendedType type) {
    KeyHash hash = hashes[key];
    SeriesCopies copies = reading.settings().series();
    if (!copies.claim(hash, reading)) {
      return Optional.empty();
    }
    if (reading.known().isSeen(hash)) {
      copies.release(hash);
      return Optional.empty();
    }
    SeriesKey seriesKey = SeriesKey.of(keys, key);
    Tail tail = type.begin(reading, seriesKey, sources[key], sources[key].token(replies[key]));
    return Optional.of(new SeriesCopy(reading, seriesKey, type, tail, expiries[key]));
  }

  /** Asks for value and expiry of the keys whose type is known, and for the type of the others. */
  Exchange sendFirst() {
    for (int i = 0; i < keys.size(); i++) {
      hashes[i] = keys.hash(i);
    }
    prepareIndex();
    CommandBuffer commands = reading.commands();
    reading.expiries().open(commands);
    for (int i = 0; i < keys.size(); i++) {
      Optional<ValueType> type = trusting ? knownType(hashes[i]) : Optional.empty();
      if (type.isPresent()) {
        types[i] = type.get();
        addRead(commands, i, digests.readOfKnown(i, types[i]));
      } else {
        replies[i] = commands.commands();
        commands.add(TYPE, keys.bytes(), keys.offset(i), keys.length(i));
      }
    }
    mark.add(commands, keys.size() - 1);
    return reading.send();
  }

  /** Asks for value and expiry of the keys whose type has become known, if there are any. */
  Optional<Exchange> sendSecond() {
    CommandBuffer commands = reading.commands();
    reading.expiries().open(commands);
    int last = -1;
    int left = digests.areAsked() ? reading.sizer().nextValues() : keys.size();
    for (int i = 0; i < keys.size(); i++) {
      if (verdicts[i] == Verdict.OPEN && left-- <= 0) {
        verdicts[i] = Verdict.POSTPONED;
      } else if (verdicts[i] == Verdict.OPEN) {
        addRead(commands, i, types[i].read());
        last = i;
      }
    }
    mark.add(commands, last);
    return last >= 0 ? Optional.of(reading.send()) : Optional.empty();
  }

  /** Takes in the replies to what was sent last. */
  void judge(Replies answers) {
    mark.require(answers, replies);
    reading.expiries().requireOpen(answers, reading.settings().address());
    long bytes = 0;
    int read = 0;
    int typed = 0;
    int digested = 0;
    for (int i = 0; i < keys.size(); i++) {
      if (verdicts[i] == Verdict.OPEN && types[i] == null) {
        judgeType(i, answers);
        typed++;
      } else if (verdicts[i] == Verdict.OPEN && digests.isAsked(i)) {
        judgeDigest(i, answers, answers.token(replies[i]));
        digested++;
      } else if (verdicts[i] == Verdict.OPEN) {
        bytes += judgeValue(i, answers);
        read++;
      }
    }
    reading.countUnread(digested);
    reading.count(read, bytes, answers.servedNanos() * read / Math.max(1, typed + digested + read));
  }

  private Optional<ValueType> knownType(KeyHash hash) {
    return reading.known().kindOf(hash).flatMap(reading.settings().types()::find);
  }

  private void addRead(CommandBuffer commands, int key, CommandTemplate read) {
    replies[key] = commands.commands();
    int offset = keys.offset(key);
    int length = keys.length(key);
    commands.add(read, keys.bytes(), offset, length);
    if (asksForExpiry(key)) {
      commands.add(reading.expiries().command(), keys.bytes(), offset, length);
    }
    types[key].detail().ifPresent(detail -> commands.add(detail, keys.bytes(), offset, length));
  }

  private boolean asksForExpiry(int key) {
    return !trusting || reading.expiries().isNeeded(types[key]);
  }

  private void judgeType(int key, Replies answers) {
    int token = answers.token(replies[key]);
    if (answers.kind(token) == Token.ERROR) {
      judgeError(key, answers, token, TYPE, "");
      return;
    }
    if (!ReplyForms.isText(answers, token)) {
      unreadable(key, Problem.unexpected("", TYPE.name()));
      return;
    }
    String name = answers.text(token);
    if (name.equals(NO_TYPE)) {
      verdicts[key] = Verdict.ABSENT;
      return;
    }
    ReadSettings settings = reading.settings();
    Optional<ValueType> type =
        settings.types().find(name).or(() -> settings.unsupported().typeOf(name));
    if (type.isPresent()) {
      types[key] = type.get();
    } else {
      verdicts[key] = Verdict.SKIPPED;
    }
  }

  /** Judges what came back for one key, and returns how many bytes its value has. */
  private long judgeValue(int key, Replies answers) {
    ValueType type = types[key];
    int token = answers.token(replies[key]);
    if (answers.kind(token) == Token.ERROR) {
      judgeError(key, answers, token, type.read(), type.name());
      return 0;
    }
    if (answers.kind(token) == Token.DROPPED) {
      long size = answers.number(token);
      judgeDropped(key, size);
      return size;
    }
    judgePresent(key, answers, token);
    return answers.bytesOf(replies[key]);
  }

  /** Leaves a key open, so that its value is read, where the digest does not settle it. */
  private void judgeDigest(int key, Replies answers, int token) {
    digests.forget(key);
    expiries[key] = KnownRows.NO_EXPIRY;
    boolean timed = !asksForExpiry(key) || isExpiryTaken(key, answers);
    if (timed && digests.isUnchanged(key, hashes[key], answers, token, expiries[key])) {
      verdicts[key] = Verdict.SAME;
    }
  }

  private void judgeDropped(int key, long size) {
    long limit = reading.settings().maxValueBytes();
    if (size <= limit) {
      verdicts[key] = Verdict.POSTPONED;
    } else if (types[key].length().isPresent()) {
      verdicts[key] = Verdict.TOO_LARGE;
    } else {
      unreadable(key, Problem.tooLarge(types[key].name(), size + " bytes", limit));
    }
  }

  private void judgePresent(int key, Replies answers, int token) {
    if (!asksForExpiry(key)) {
      judgeWithoutExpiry(key, answers, token);
    } else if (isExpiryTaken(key, answers)) {
      judgeShape(key, answers, token);
    }
  }

  /** An empty string may stand for an absent key: it is read again, with type and expiry. */
  private void judgeWithoutExpiry(int key, Replies answers, int token) {
    expiries[key] = KnownRows.NO_EXPIRY;
    if (answers.kind(token) == Token.BULK && answers.length(token) == 0) {
      verdicts[key] = Verdict.OTHER_TYPE;
    } else {
      judgeShape(key, answers, token);
    }
  }

  private boolean isExpiryTaken(int key, Replies answers) {
    Expiries expiry = reading.expiries();
    int expiryToken = answers.token(replies[key] + 1);
    if (answers.kind(expiryToken) == Token.ERROR) {
      judgeError(key, answers, expiryToken, expiry.command(), types[key].name());
      return false;
    }
    if (!expiry.isExpiry(answers, expiryToken)) {
      judgeUnexpected(key, expiry.command().name());
      return false;
    }
    expiries[key] = expiry.millis(answers, expiryToken);
    if (expiries[key] == Expiries.GONE) {
      verdicts[key] = Verdict.ABSENT;
      return false;
    }
    return true;
  }

  private void judgeShape(int key, Replies answers, int token) {
    sources[key] = answers;
    if (types[key].detail().isPresent() && !isDetailPresent(key, answers)) {
      return;
    }
    verdicts[key] =
        switch (types[key].shape(answers, token)) {
          case WHOLE -> Verdict.READ;
          case PARTIAL -> Verdict.LARGE;
          case ABSENT -> Verdict.OTHER_TYPE;
        };
  }

  private boolean isDetailPresent(int key, Replies answers) {
    int token = answers.token(replies[key] + 2);
    CommandTemplate detail = types[key].detail().orElseThrow();
    switch (answers.kind(token)) {
      case ERROR -> judgeError(key, answers, token, detail, types[key].name());
      case DROPPED -> judgeDropped(key, answers.number(token));
      case BULK, STATUS, INTEGER, NIL, ARRAY -> {
        if (types[key].isDetail(answers, token)) {
          return true;
        }
        judgeUnexpected(key, detail.name());
      }
    }
    return false;
  }

  private void judgeError(
      int key, Replies answers, int token, CommandTemplate command, String kind) {
    ErrorReply error = ErrorReply.of(answers.text(token));
    if (error.kind() == ErrorReply.Kind.OTHER
        && types[key] != null
        && types[key].failsWhenAbsent()) {
      verdicts[key] = Verdict.OTHER_TYPE;
      return;
    }
    judgeError(key, error, command.name(), kind);
  }

  /** Judges a key by an error reply; elsewhere, of another type, or unreadable. */
  void judgeError(int key, ErrorReply error, String command, String kind) {
    Optional<Reading> there = following ? reading.follow(error) : Optional.empty();
    if (there.isPresent()) {
      verdicts[key] = Verdict.ELSEWHERE;
      elsewhere[key] = there.get();
      return;
    }
    Problem.ofError(error, kind, command, reading.settings().address())
        .ifPresentOrElse(
            problem -> unreadable(key, problem), () -> verdicts[key] = Verdict.OTHER_TYPE);
  }

  /** Judges a key by a reply that is none to its command. */
  void judgeUnexpected(int key, String command) {
    unreadable(key, Problem.unexpected(types[key].name(), command));
  }

  private void unreadable(int key, Problem problem) {
    verdicts[key] = Verdict.UNREADABLE;
    problems[key] = problem;
  }
}
