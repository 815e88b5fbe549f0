package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.cluster.Routes;
import dev.skimmer.dragonfly.connect.Capabilities;
import dev.skimmer.dragonfly.connect.ErrorReply;
import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.Exchange;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.fingerprint.Fingerprinter;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.TableId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What all units of one reader share, at one server; a reader that is led to other nodes of a
 * cluster has such a view of each. Used by the reader's thread.
 */
public final class Reading implements AutoCloseable {
  private static final long PAGE_BYTES = 8L << 20;

  private final ReadSettings settings;
  private final Lanes lanes;
  private final Expiries expiries;
  private final FieldExpiries fieldExpiries;
  private final Emitter emitter;
  private final KnownRows known;
  private final Context context;
  private final Signal signal;
  private final GroupSizer sizer;
  private final CommandBuffer commands;
  private final Deque<Replies> spare;
  private final Elements elements;
  private final Fingerprinter fingerprinter;
  private final boolean digests;
  private final Optional<Elsewhere> elsewhere;

  /**
   * Creates what the units of one reader share; closing it closes the lanes.
   *
   * @param routes to the other nodes, where this is one of a cluster
   * @param expiring whether keys may have expiries; if not, none is asked for along with a value
   */
  public Reading(
      ReadSettings settings,
      Capabilities capabilities,
      boolean expiring,
      Lanes lanes,
      Optional<Routes> routes,
      KnownRows known,
      Context context) {
    this.settings = settings;
    this.lanes = lanes;
    this.known = known;
    this.context = context;
    this.sizer = new GroupSizer(settings.readers(), settings.pace());
    this.expiries = new Expiries(capabilities, expiring);
    this.fieldExpiries = new FieldExpiries(capabilities.fieldExpiry());
    this.emitter = new Emitter(settings, known, context, expiries.tolerance());
    this.signal = new Signal();
    this.commands = new CommandBuffer();
    this.spare = new ArrayDeque<>();
    this.elements = new Elements();
    this.fingerprinter = new Fingerprinter();
    this.digests = capabilities.digest();
    this.elsewhere = routes.map(all -> new Elsewhere(this, all));
  }

  private Reading(Reading origin, ReadSettings settings, Lanes lanes, CommandBuffer commands) {
    this.settings = settings;
    this.lanes = lanes;
    this.commands = commands;
    this.expiries = origin.expiries;
    this.fieldExpiries = origin.fieldExpiries;
    this.emitter = origin.emitter;
    this.known = origin.known;
    this.context = origin.context;
    this.signal = origin.signal;
    this.sizer = origin.sizer;
    this.spare = origin.spare;
    this.elements = origin.elements;
    this.fingerprinter = origin.fingerprinter;
    this.digests = origin.digests;
    this.elsewhere = origin.elsewhere;
  }

  /** Returns the view of another server. */
  Reading at(String address, Lanes there, boolean asking) {
    CommandBuffer buffer = asking ? CommandBuffer.asking() : new CommandBuffer();
    return new Reading(this, settings.at(address), there, buffer);
  }

  /** Returns the view of where a key is held. */
  public Reading atHolderOf(byte[] key) {
    return elsewhere.isPresent() ? elsewhere.get().atHolderOf(key) : this;
  }

  /** Returns the view of where an error leads, which is none where we are in no cluster. */
  Optional<Reading> follow(ErrorReply error) {
    return elsewhere.flatMap(nodes -> nodes.follow(error, this));
  }

  /**
   * Says what an error reply means for one key.
   *
   * @param command that was refused
   * @return empty when the key has to be asked for anew, since it is of another type, or elsewhere
   * @throws ConnectorException when the error does not concern this key alone
   */
  Optional<Problem> problemOf(ErrorReply error, String kind, String command) {
    return follow(error).isPresent()
        ? Optional.empty()
        : Problem.ofError(error, kind, command, settings.address());
  }

  /** Returns what wakes the reader. */
  public Signal signal() {
    return signal;
  }

  /** Returns what chooses the size of groups. */
  public GroupSizer sizer() {
    return sizer;
  }

  /** Returns clock and counters. */
  public Context context() {
    return context;
  }

  ReadSettings settings() {
    return settings;
  }

  Expiries expiries() {
    return expiries;
  }

  FieldExpiries fieldExpiries() {
    return fieldExpiries;
  }

  Emitter emitter() {
    return emitter;
  }

  KnownRows known() {
    return known;
  }

  /** Returns the one view of elements that is reused from key to key. */
  Elements elements() {
    return elements;
  }

  /** Returns the one fingerprinter that is reused from key to key. */
  Fingerprinter fingerprinter() {
    return fingerprinter;
  }

  /** Returns whether known strings are asked for their digests first. */
  boolean asksForDigests() {
    return digests;
  }

  /** Returns the one buffer for commands, empty. */
  CommandBuffer commands() {
    return commands.clear();
  }

  /** Sends the commands on the next connection, into replies that {@link #release} takes back. */
  Exchange send() {
    return send(PAGE_BYTES / settings.readers(), settings.maxValueBytes());
  }

  /** Returns a new sizer for the windows of one key, which begins with {@code first} elements. */
  WindowSizer windowSizer(int first, int largest) {
    return new WindowSizer(first, largest, settings.pace().pipelineNanos());
  }

  /** Returns how large a window of a series or stream may be, in bytes. */
  long windowLimit() {
    return Math.max(PAGE_BYTES, settings.maxValueBytes());
  }

  /**
   * Sends commands for windows, whose size has nothing to do with that of a value.
   *
   * @param alone whether they are those of one key; then all of its replies are kept that are not
   *     too large by themselves
   */
  Exchange sendWindows(boolean alone) {
    return send(alone ? 2 * windowLimit() : PAGE_BYTES, windowLimit());
  }

  private Exchange send(long pageLimit, long replyLimit) {
    Replies replies = spare.isEmpty() ? new Replies() : spare.pop();
    replies.reset(pageLimit, replyLimit);
    Runnable whenDone =
        () -> {
          settings.pace().answered(replies.size(), replies.received());
          signal.raise();
        };
    return lanes.next().send(commands, replies, whenDone);
  }

  /** Counts keys of which no value was asked for. */
  void countUnread(int keys) {
    sizer.grow(keys);
    settings.pace().asked(keys);
  }

  /** Returns how far a series or stream is copied, rows included that are not committed yet. */
  Optional<String> heldPosition(KeyHash key) {
    return settings.series().positionOf(key).or(() -> known.positionOf(key));
  }

  /**
   * Returns whether a table may hold samples or entries of a key whose copy begins: committed ones,
   * or ones that this pass has handed over.
   */
  boolean mayHold(TableId series, KeyHash key) {
    return !known.beganEmpty(series) || heldPosition(key).isPresent();
  }

  /** Gives replies back that nobody looks at any more. */
  void release(Replies replies) {
    spare.push(replies.reset(0, 0));
  }

  /**
   * Counts what a pipeline brought.
   *
   * @param nanos that the server needed for these keys
   */
  void count(int keys, long bytes, long nanos) {
    sizer.learn(keys, bytes, nanos);
    settings.pace().asked(keys);
    context.metrics().addBytesRead(bytes);
  }

  /** Disconnects. */
  @Override
  public void close() {
    elsewhere.ifPresent(Elsewhere::close);
    closeHere();
  }

  /** Disconnects from this one server. */
  void closeHere() {
    settings.series().release(this);
    lanes.close();
  }
}
