package dev.skimmer.dragonfly.describe;

import dev.skimmer.dragonfly.connect.ControlConnection;
import dev.skimmer.dragonfly.connect.ErrorReply;
import dev.skimmer.dragonfly.extract.ValueTypes;
import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.ReplyForms;
import dev.skimmer.dragonfly.pipeline.Token;
import dev.skimmer.dragonfly.scan.ScanScope;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.KeyFacts;
import dev.skimmer.text.EscapedText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Walks a database with SCAN and asks, in two pipelines a page, for the type, expiry, memory and
 * size of each key. A key that SCAN lists twice comes twice. Used by one thread.
 */
public final class KeyDescriptions implements Iterator<KeyFacts> {
  private static final String BOUNDARY = "0";
  private static final String GONE = "none";
  private static final String UNREADABLE = "(not readable)";
  private static final long MILLIS = 1_000;
  private static final CommandTemplate TYPE = CommandTemplate.of("TYPE");
  private static final CommandTemplate TTL = CommandTemplate.of("PTTL");
  private static final CommandTemplate MEMORY = CommandTemplate.ofSubcommand("MEMORY", "USAGE");

  private final Deque<ControlConnection> servers;
  private final ScanScope scope;
  private final ValueTypes types;
  private final Deque<KeyFacts> page = new ArrayDeque<>();
  private ControlConnection control;
  private String cursor = BOUNDARY;
  private boolean begun;
  private boolean tellsMemory = true;

  /**
   * Begins a walk through one server after the other. Each page is read when it is asked for.
   *
   * @param servers are closed with the stream
   */
  public static Stream<KeyFacts> stream(
      List<ControlConnection> servers, ScanScope scope, ValueTypes types) {
    KeyDescriptions keys = new KeyDescriptions(servers, scope, types);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(keys, Spliterator.NONNULL), false)
        .onClose(() -> servers.forEach(ControlConnection::close));
  }

  private KeyDescriptions(List<ControlConnection> servers, ScanScope scope, ValueTypes types) {
    this.servers = new ArrayDeque<>(servers);
    this.control = this.servers.remove();
    this.scope = scope;
    this.types = types;
  }

  @Override
  public boolean hasNext() {
    while (page.isEmpty() && !isAtEnd()) {
      takePage();
    }
    return !page.isEmpty();
  }

  @Override
  public KeyFacts next() {
    if (!hasNext()) {
      throw new NoSuchElementException("All keys are described");
    }
    return page.poll();
  }

  private boolean isAtEnd() {
    if (!begun || !cursor.equals(BOUNDARY)) {
      return false;
    }
    if (servers.isEmpty()) {
      return true;
    }
    control = servers.remove();
    begun = false;
    return false;
  }

  private void takePage() {
    Replies keys = control.scan(cursor, scope.pattern(), scope.batchSize());
    begun = true;
    cursor = keys.text(1);
    List<byte[]> names = new ArrayList<>();
    for (int token = 3; token < 3 + keys.count(2); token++) {
      int offset = keys.offset(token);
      names.add(Arrays.copyOfRange(keys.bytes(), offset, offset + keys.length(token)));
    }
    if (!names.isEmpty()) {
      describe(names);
    }
  }

  private void describe(List<byte[]> names) {
    CommandBuffer commands = new CommandBuffer();
    for (byte[] name : names) {
      commands.add(TYPE, name, 0, name.length).add(TTL, name, 0, name.length);
      if (tellsMemory) {
        commands.add(MEMORY, name, 0, name.length);
      }
    }
    Replies replies = control.call(commands);
    int stride = tellsMemory ? 3 : 2;
    List<KeyFacts> described = new ArrayList<>();
    List<byte[]> there = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String word = word(replies, stride * i);
      OptionalLong ttl = number(replies, stride * i + 1);
      OptionalLong memory = tellsMemory ? number(replies, stride * i + 2) : OptionalLong.empty();
      tellsMemory &= stride == 2 || !isError(replies, stride * i + 2);
      if (!word.equals(GONE)) {
        described.add(facts(names.get(i), word, ttl, memory));
        there.add(names.get(i));
      }
    }
    addSizes(described, there);
  }

  private static KeyFacts facts(byte[] name, String word, OptionalLong ttl, OptionalLong memory) {
    long seconds =
        ttl.isPresent() && ttl.getAsLong() >= 0 ? ttl.getAsLong() / MILLIS : KeyFacts.NO_EXPIRY;
    String text = EscapedText.encode(name, 0, name.length);
    return new KeyFacts(text, word, seconds, OptionalLong.empty(), memory);
  }

  /** Asks for the sizes of those whose type has a command for it, and adds all to the page. */
  private void addSizes(List<KeyFacts> described, List<byte[]> names) {
    CommandBuffer commands = new CommandBuffer();
    List<Integer> replyOf = new ArrayList<>();
    for (int i = 0; i < described.size(); i++) {
      byte[] name = names.get(i);
      Optional<CommandTemplate> length = types.lengthCommand(described.get(i).kind());
      replyOf.add(length.isPresent() ? commands.commands() : -1);
      length.ifPresent(template -> commands.add(template, name, 0, name.length));
    }
    Replies sizes = commands.commands() == 0 ? new Replies() : control.call(commands);
    for (int i = 0; i < described.size(); i++) {
      KeyFacts key = described.get(i);
      OptionalLong size = replyOf.get(i) < 0 ? OptionalLong.empty() : number(sizes, replyOf.get(i));
      String kind = types.nameOf(key.kind());
      page.add(new KeyFacts(key.keyText(), kind, key.ttlSeconds(), size, key.memoryBytes()));
    }
  }

  /** Returns the server's word for the type; a user may be denied single keys. */
  private String word(Replies replies, int reply) {
    Optional<ErrorReply> error = ControlConnection.error(replies, reply);
    if (error.isEmpty() && ReplyForms.isText(replies, replies.token(reply))) {
      return replies.text(replies.token(reply));
    }
    if (error.isPresent() && error.get().kind() == ErrorReply.Kind.KEY_DENIED) {
      return UNREADABLE;
    }
    throw failure("TYPE", error);
  }

  private static OptionalLong number(Replies replies, int reply) {
    int token = replies.token(reply);
    return replies.kind(token) == Token.INTEGER
        ? OptionalLong.of(replies.number(token))
        : OptionalLong.empty();
  }

  private static boolean isError(Replies replies, int reply) {
    return ControlConnection.error(replies, reply).isPresent();
  }

  private ConnectorException failure(String command, Optional<ErrorReply> error) {
    return error
        .orElseGet(() -> ErrorReply.of("a reply of a wrong form"))
        .toException(command, control.address());
  }
}
