package dev.skimmer.engine;

import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.StateChange;
import dev.skimmer.spi.StateStore;
import dev.skimmer.spi.StoredState;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import dev.skimmer.spi.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Tables in memory with transactions, that checks what the engine promises: no appended row that is
 * there already, and no key twice between two commits. Commits can be made to fail.
 */
final class MemoryDestination implements Destination.Session {
  /** How the next commits go: as they should where the queue is empty. */
  enum CommitFault {
    FAILS_IN_PASSING,
    LOSES_THE_ANSWER,
    LOSES_THE_REQUEST,
    /** Has no answer, and takes place when the next commit comes. */
    LANDS_LATE,
    /** Has no answer, and takes place when its rows are written again, which fails therefore. */
    LANDS_WHILE_WRITING,
    BREAKS
  }

  final Map<TableId, Map<String, Row>> tables = new HashMap<>();
  private final Map<TableId, TableSchema> schemas = new HashMap<>();
  final Deque<CommitFault> commitFaults = new ArrayDeque<>();
  final Deque<ConnectorException> writeFaults = new ArrayDeque<>();
  final Deque<ConnectorException> loadFaults = new ArrayDeque<>();
  volatile Optional<StoredState> state = Optional.empty();
  Runnable afterCommit = () -> {};
  Runnable beforeRow = () -> {};
  Runnable beforeReplace = () -> {};

  /** Is told the name of each method that prepares a run, before it does anything. */
  Consumer<String> beforePreparing = method -> {};

  final Deque<CommitFault> replaceFaults = new ArrayDeque<>();
  private static final int MOST_CALLS = 1_000;

  int loads;

  /** Counts the rows whose keys were told to one who knew their fingerprints. */
  int namedByFingerprint;

  int commits;
  OptionalLong maxTextBytes = OptionalLong.empty();
  boolean excludesReaders;
  Duration minimumCommitInterval = Duration.ZERO;
  private int calls;
  private boolean commitFaultMet;
  private Runnable late = () -> {};
  private boolean writingMeetsLate;

  @Override
  public synchronized void apply(TableSchema schema) {
    beforePreparing.accept("apply");
    tables.computeIfAbsent(schema.id(), id -> new TreeMap<>());
    schemas.put(schema.id(), schema);
  }

  @Override
  public boolean exists(TableSchema schema) {
    beforePreparing.accept("exists");
    return tables.containsKey(schema.id());
  }

  @Override
  public boolean isEmpty(TableSchema schema) {
    beforePreparing.accept("isEmpty");
    return rowsOf(schema).isEmpty();
  }

  @Override
  public Stream<KnownRow> knownRows(TableSchema schema) {
    beforePreparing.accept("knownRows");
    loads++;
    return rowsOf(schema).stream()
        .map(
            row -> {
              beforeRow.run();
              return knownRow(schema, row);
            });
  }

  @Override
  public Stream<String> keys(TableSchema schema, Set<Fingerprint> fingerprints) {
    return knownRows(schema)
        .filter(row -> row.fingerprint().filter(fingerprints::contains).isPresent())
        .peek(row -> namedByFingerprint++)
        .map(KnownRow::keyText);
  }

  private static KnownRow knownRow(TableSchema schema, Row row) {
    return new KnownRow(
        (String) row.value(0),
        value(schema, row, ColumnRole.FINGERPRINT).map(Fingerprint.class::cast),
        value(schema, row, ColumnRole.KIND).map(String.class::cast).orElse("string"),
        value(schema, row, ColumnRole.EXPIRY)
            .map(expiry -> ((Instant) expiry).toEpochMilli())
            .orElse(KnownRows.NO_EXPIRY),
        value(schema, row, ColumnRole.POSITION).map(String.class::cast));
  }

  private static Optional<Object> value(TableSchema schema, Row row, ColumnRole role) {
    OptionalInt column = schema.indexOf(role);
    return column.isEmpty() ? Optional.empty() : Optional.ofNullable(row.value(column.getAsInt()));
  }

  @Override
  public Stream<Row> rows(TableSchema schema) {
    return rowsOf(schema).stream();
  }

  /** Returns the rows with the columns that are asked for, of those that the table has. */
  private synchronized List<Row> rowsOf(TableSchema schema) {
    TableSchema whole = schemas.getOrDefault(schema.id(), schema);
    return tables.getOrDefault(schema.id(), Map.of()).values().stream()
        .map(row -> whole.equals(schema) ? row : project(row, whole, schema))
        .toList();
  }

  private static Row project(Row row, TableSchema from, TableSchema to) {
    return Row.of(
        to.columns().stream()
            .map(column -> from.columns().indexOf(column))
            .map(index -> index < 0 ? null : row.value(index))
            .toArray());
  }

  @Override
  public StateStore stateStore(String pipeline) {
    return new StateStore() {
      @Override
      public Optional<StoredState> load() {
        requireAnEnd();
        ConnectorException fault = commitFaultMet ? loadFaults.poll() : null;
        if (fault != null) {
          throw fault;
        }
        return state;
      }

      @Override
      public void replace(StateChange change) {
        beforeReplace.run();
        CommitFault fault = replaceFaults.poll();
        if (fault != CommitFault.LOSES_THE_REQUEST) {
          set(change);
        }
        if (fault != null) {
          throw new ConnectorException(ErrorCode.COMMIT_UNKNOWN, "No answer.");
        }
      }
    };
  }

  @Override
  public boolean excludesReaders() {
    return excludesReaders;
  }

  @Override
  public Duration minimumCommitInterval() {
    return minimumCommitInterval;
  }

  @Override
  public OptionalLong maxTextBytes() {
    return maxTextBytes;
  }

  @Override
  public void close() {}

  Map<String, String> values(TableId table) {
    Map<String, String> values = new TreeMap<>();
    tables.get(table).values().forEach(row -> values.put((String) row.value(0), "" + row.value(1)));
    return values;
  }

  /** Ends a test in which something is tried for ever. */
  private synchronized void requireAnEnd() {
    if (++calls > MOST_CALLS) {
      throw new AssertionError("The destination is called without end");
    }
  }

  private synchronized void set(StateChange change) {
    if (!state.equals(change.expected())) {
      throw new ConnectorException(ErrorCode.STATE_CONFLICT, "Somebody else has committed.");
    }
    state = Optional.of(change.next());
  }

  /** Sets rows and state as one: two syncs of one pipeline may commit at the same time. */
  private synchronized void set(StateChange change, Collection<Operation> operations) {
    set(change);
    operations.forEach(this::apply);
  }

  @Override
  public Writer openWriter(String pipeline) {
    beforePreparing.accept("openWriter");
    return new Writer() {
      private final Map<String, Operation> open = new HashMap<>();

      @Override
      public void write(List<Operation> operations) {
        if (writingMeetsLate) {
          writingMeetsLate = false;
          late.run();
          late = () -> {};
          throw new ConnectorException(ErrorCode.STATE_CONFLICT, "Somebody wrote the same rows.");
        }
        ConnectorException fault = writeFaults.poll();
        if (fault != null) {
          throw fault;
        }
        for (Operation operation : operations) {
          String id = idOf(operation);
          if (open.put(id, operation) != null) {
            throw new AssertionError("Two operations on " + id + " between two commits");
          }
        }
      }

      @Override
      public void commit(StateChange change) {
        requireAnEnd();
        commits++;
        late.run();
        late = () -> {};
        CommitFault fault = commitFaults.poll();
        commitFaultMet |= fault != null;
        if (fault == CommitFault.FAILS_IN_PASSING) {
          throw new ConnectorException(ErrorCode.DESTINATION_UNREACHABLE, "Deadlock.");
        }
        if (fault == CommitFault.BREAKS) {
          throw new ConnectorException(ErrorCode.DESTINATION_FAILED, "Broken.");
        }
        writingMeetsLate = fault == CommitFault.LANDS_WHILE_WRITING;
        if (fault == CommitFault.LANDS_LATE || fault == CommitFault.LANDS_WHILE_WRITING) {
          List<Operation> operations = List.copyOf(open.values());
          late =
              () -> {
                if (state.equals(change.expected())) {
                  set(change, operations);
                }
              };
        } else if (fault != CommitFault.LOSES_THE_REQUEST) {
          set(change, open.values());
          open.clear();
          afterCommit.run();
        }
        if (fault != null) {
          throw new ConnectorException(ErrorCode.COMMIT_UNKNOWN, "No answer.");
        }
      }

      @Override
      public void rollback() {
        requireAnEnd();
        open.clear();
      }

      @Override
      public void close() {
        rollback();
      }
    };
  }

  private static String idOf(Operation operation) {
    if (operation instanceof Upsert upsert) {
      return upsert.table() + "/" + upsert.row().value(0);
    }
    Delete delete = (Delete) operation;
    return delete.table() + "/" + delete.keyText();
  }

  private void apply(Operation operation) {
    if (operation instanceof Upsert upsert) {
      String key = (String) upsert.row().value(0);
      Row before = tables.get(upsert.table()).put(key, upsert.row());
      if ((before != null) != upsert.known()) {
        throw new AssertionError("known=" + upsert.known() + " is wrong for " + key);
      }
    } else if (operation instanceof Delete delete) {
      tables.get(delete.table()).remove(delete.keyText());
    }
  }
}
