package dev.skimmer.dragonfly.connect;

import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.Token;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks what kind of server this is and whether it is still the same run. Safe for concurrent use.
 */
public final class ServerProbe {
  private static final Logger LOG = LoggerFactory.getLogger(ServerProbe.class);
  private static final String[] SECTIONS = {"server", "replication", "persistence", "cluster"};

  /** Misses a node that holds 95 of 100 slots once in half a million times. */
  private static final int SLOT_PROBES = 256;

  private final ControlConnection control;
  private final Readiness readiness;
  private final AtomicBoolean warned = new AtomicBoolean();
  private final AtomicBoolean uncounted = new AtomicBoolean();

  /** Creates a probe that asks on this connection. */
  public ServerProbe(ControlConnection control) {
    this.control = control;
    this.readiness = new Readiness(control);
  }

  /**
   * Returns the identity of this run of the server, asked now.
   *
   * <p>Made of {@code run_id} where there is one (Redis, Valkey), else of {@code master_replid},
   * which Dragonfly draws at each start; on a replica of both, so that a full resync shows; and of
   * process, role and number of threads, on which Dragonfly's cursors depend. A user who may not
   * run INFO gets the identity of the connection instead, which a restart breaks.
   *
   * @throws ConnectorException with {@code SOURCE_CHANGED} while the server loads or resyncs
   */
  public Epoch epoch() {
    Optional<ServerInfo> answer = info();
    if (answer.isEmpty()) {
      return new Epoch("connection " + control.id());
    }
    ServerInfo info = answer.get();
    readiness.require(info);
    String role = info.get("role").orElse("?");
    String run = info.get("run_id").orElse("");
    boolean replica = !role.equals("master");
    String replication = run.isEmpty() || replica ? info.get("master_replid").orElse("") : "";
    return new Epoch(
        String.join(
            " ",
            Dialect.of(info).title(),
            role,
            "run=" + run,
            "replication=" + replication + (replica ? copy(info) : ""),
            "process=" + info.get("process_id").orElse("?"),
            "threads=" + info.get("thread_count").orElse("1")));
  }

  /**
   * Returns what changes when a replica copies everything from its master once more. The backlog
   * begins anew then ({@code syncWithMaster} in Redis's {@code replication.c}); once it is full its
   * beginning moves with every write and tells nothing, which Redis makes up for from 7.0 on with
   * the number of keys that it loaded.
   */
  private static String copy(ServerInfo info) {
    boolean full =
        info.number("repl_backlog_histlen").orElse(0) >= info.number("repl_backlog_size").orElse(0);
    return " since="
        + (full ? "" : info.get("repl_backlog_first_byte_offset").orElse(""))
        + " loaded="
        + info.get("rdb_last_load_keys_loaded").orElse("");
  }

  /** Returns about how many keys the database holds, where the user may ask. */
  public OptionalLong keys() {
    Replies replies = control.call("DBSIZE");
    int token = replies.token(0);
    if (replies.kind(token) == Token.INTEGER) {
      return OptionalLong.of(replies.number(token));
    }
    if (uncounted.compareAndSet(false, true)) {
      LOG.warn(
          "The user may not run DBSIZE on {}: nobody can tell how far a pass is. Add +dbsize to its ACL.",
          control.address());
    }
    return OptionalLong.empty();
  }

  /** Returns whether the server copies another one, where the user may ask. */
  boolean isReplica() {
    return info()
        .flatMap(info -> info.get("role"))
        .filter(role -> !role.equals("master"))
        .isPresent();
  }

  /** Returns which server this is, where the user may ask. */
  public Optional<Dialect> dialect() {
    return info().map(Dialect::of);
  }

  /**
   * Returns how many parts of a database can be walked at once: as many as Dragonfly has shards,
   * and 1 where its cursors cannot be trusted, or are not Dragonfly's.
   */
  public int shards() {
    return info()
        .filter(Dialect::startsScansAtAnyShard)
        .map(new ShardProbe(control)::shards)
        .orElse(1);
  }

  /** Returns whether the server is a node of a cluster; a user may not run INFO, but has to ask. */
  public boolean isInCluster() {
    return info()
        .map(info -> info.is("cluster_enabled", "1"))
        .orElseGet(this::isInClusterByReplies);
  }

  private boolean isInClusterByReplies() {
    Optional<ErrorReply> refusal = ControlConnection.error(control.call("CLUSTER", "INFO"), 0);
    return refusal.isEmpty() || (isDenial(refusal.get()) && sendsKeysAway());
  }

  /** Returns whether others hold some of the slots, over which the probes are spread by chance. */
  private boolean sendsKeysAway() {
    CommandBuffer commands = new CommandBuffer();
    for (int i = 0; i < SLOT_PROBES; i++) {
      commands.add("TYPE", "skimmer:check:" + i);
    }
    Replies replies = control.call(commands);
    return IntStream.range(0, replies.size())
        .mapToObj(reply -> ControlConnection.error(replies, reply))
        .flatMap(Optional::stream)
        .anyMatch(error -> error.kind() == ErrorReply.Kind.MOVED);
  }

  /** Describes the server. */
  public List<Fact> facts(Capabilities capabilities) {
    List<Fact> facts = new ArrayList<>();
    info()
        .ifPresentOrElse(
            info -> {
              Dialect dialect = Dialect.of(info);
              facts.add(new Fact("server", dialect.title() + " " + dialect.version(info)));
              facts.add(new Fact("role", info.get("role").orElse("unknown")));
              info.get("thread_count").ifPresent(n -> facts.add(new Fact("threads", n)));
            },
            () -> facts.add(new Fact("server", "unknown, because the user may not run INFO")));
    facts.add(
        new Fact(
            "expiry", capabilities.absoluteExpiry() ? "PEXPIRETIME, exact" : "PTTL, within 2 s"));
    if (capabilities.fieldExpiry() != FieldExpiry.UNUSED) {
      facts.add(new Fact("field expiry", capabilities.fieldExpiry().description()));
    }
    return facts;
  }

  private Optional<ServerInfo> info() {
    CommandBuffer commands = new CommandBuffer();
    for (String section : SECTIONS) {
      commands.add("INFO", section);
    }
    Replies replies = control.call(commands);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < replies.size(); i++) {
      Optional<ErrorReply> error = ControlConnection.error(replies, i);
      if (error.isPresent()) {
        return denied(error.get());
      }
      control.requireText(replies, i, "INFO");
      text.append(replies.text(replies.token(i))).append('\n');
    }
    return Optional.of(ServerInfo.parse(text.toString()));
  }

  private Optional<ServerInfo> denied(ErrorReply error) {
    if (!isDenial(error)) {
      throw error.toException("INFO", control.address());
    }
    if (warned.compareAndSet(false, true)) {
      LOG.warn(
          "The user may not run INFO on {}: a resync of a replica goes unnoticed, and an interrupted"
              + " pass begins anew. Add +info to its ACL.",
          control.address());
    }
    return Optional.empty();
  }

  /** Dragonfly has the same words for a command and for a key that is denied. */
  private static boolean isDenial(ErrorReply error) {
    return error.kind() == ErrorReply.Kind.COMMAND_DENIED
        || error.kind() == ErrorReply.Kind.KEY_DENIED;
  }
}
