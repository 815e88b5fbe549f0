package dev.skimmer.dragonfly.connect;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.ErrorCode;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connector pointed at the master that sentinels name. It moves only when somebody asks for
 * the epoch, of which the address is a part: so all connections of a pass go to one server, and a
 * failover ends the pass. Safe for concurrent use.
 */
public final class MasterWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MasterWatch.class);

  private final Sentinels sentinels;
  private final ControlConnection control;
  private Optional<Sentinels.Location> at = Optional.empty();

  /**
   * Creates a watch.
   *
   * @param control to the master; it and its connector are moved
   */
  public MasterWatch(Sentinels sentinels, ControlConnection control) {
    this.sentinels = sentinels;
    this.control = control;
  }

  /**
   * Asks the sentinels, and points the connector at what they say.
   *
   * @throws ConnectorException when none of them knows
   */
  public synchronized void follow() {
    Sentinels.Location now = sentinels.locate();
    boolean elsewhere = at.isEmpty() || !at.get().isSamePlaceAs(now);
    at = Optional.of(now);
    if (elsewhere) {
      LOG.debug("{} is at {}, says sentinel {}", control.address(), now.place(), now.sentinel());
      control.connector().moveTo(now.host(), now.port());
      control.close();
    }
  }

  /**
   * Returns the identity of this run of the master, asked now.
   *
   * @throws ConnectorException with {@code SOURCE_NOT_READY} while nobody is the master that the
   *     sentinels name, as it is between its end and the choice of another
   */
  public synchronized Epoch epoch() {
    follow();
    ServerProbe probe = new ServerProbe(control);
    try {
      Epoch epoch = probe.epoch();
      if (probe.isReplica()) {
        throw notReady("is a replica by its own word", null);
      }
      return new Epoch(epoch.value() + " at=" + control.connector().settings().place());
    } catch (ConnectorException e) {
      boolean outOfReach =
          e.code() == ErrorCode.SOURCE_UNREACHABLE || e.code() == ErrorCode.SOURCE_TIMEOUT;
      throw outOfReach ? notReady("cannot be reached", e) : e;
    }
  }

  private ConnectorException notReady(String what, Throwable cause) {
    Sentinels.Location location = at.orElseThrow();
    sentinels.doubt(location.sentinel());
    return new ConnectorException(
        ErrorCode.SOURCE_NOT_READY,
        "The %s, which is at %s by the word of sentinel %s, %s. Try again when the sentinels have made another server the master."
            .formatted(control.address(), location.place(), location.sentinel(), what),
        cause);
  }

  /** Describes where the master is and who says so. */
  public synchronized String description() {
    return at.map(
            location ->
                "%s is at %s, says %s"
                    .formatted(control.address(), location.place(), location.sentinel()))
        .orElse("");
  }

  @Override
  public void close() {
    sentinels.close();
  }
}
