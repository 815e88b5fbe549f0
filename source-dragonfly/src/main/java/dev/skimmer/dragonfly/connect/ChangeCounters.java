package dev.skimmer.dragonfly.connect;

import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.ReplyForms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a server counts that grows with every change of a key: the writes since its last snapshot
 * (Redis, Valkey) or all mutations (Dragonfly), keys that expired or were evicted, and the number
 * of keys. Hash fields that expire are counted by Redis alone.
 */
public final class ChangeCounters {
  private static final List<String> WRITES =
      List.of("rdb_changes_since_last_save", "keyspace_mutations");

  private static final List<String> FIELDS =
      List.of(
          "run_id",
          "process_id",
          "master_replid",
          "role",
          "slave_repl_offset",
          "rdb_last_save_time",
          "rdb_changes_since_last_save",
          "keyspace_mutations",
          "expired_keys",
          "expired_subkeys",
          "evicted_keys");

  private final ControlConnection control;

  /** Creates counters that are asked for on this connection. */
  public ChangeCounters(ControlConnection control) {
    this.control = control;
  }

  /** Returns all counters in one text, where the server has such and the user may ask. */
  public Optional<String> mark() {
    Replies replies = control.call("INFO");
    if (!ReplyForms.isText(replies, replies.token(0))) {
      return Optional.empty();
    }
    ServerInfo info = ServerInfo.parse(replies.text(replies.token(0)));
    if (WRITES.stream().noneMatch(field -> info.get(field).isPresent())) {
      return Optional.empty();
    }
    List<String> mark = new ArrayList<>();
    FIELDS.forEach(field -> info.get(field).ifPresent(value -> mark.add(field + "=" + value)));
    info.fields().entrySet().stream()
        .filter(field -> field.getKey().matches("db[0-9]+"))
        .map(field -> field.getKey() + ":" + field.getValue().replaceAll(",avg_ttl=[0-9-]+", ""))
        .sorted()
        .forEach(mark::add);
    return Optional.of(String.join(" ", mark));
  }
}
