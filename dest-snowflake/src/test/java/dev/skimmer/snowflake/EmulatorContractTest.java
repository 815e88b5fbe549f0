package dev.skimmer.snowflake;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.testkit.ChildSession;
import dev.skimmer.testkit.CommitProxy;
import dev.skimmer.testkit.LostCommit;
import dev.skimmer.testkit.SnowflakeEmulator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

class EmulatorContractTest extends SnowflakeContractTest {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  /** How the driver sends a commit, and how often where it may try again once. */
  private static final String COMMIT = "\"sqlText\":\"commit\"";

  private static final int ATTEMPTS = 2;

  private final String schema = "CONTRACT_" + SCHEMAS.incrementAndGet();
  private Optional<CommitProxy> proxy = Optional.empty();

  @AfterEach
  void closeProxy() {
    proxy.ifPresent(CommitProxy::close);
  }

  @AfterEach
  void dropSchema() {
    execute("DROP SCHEMA " + schema);
  }

  @Override
  SnowflakeConfig config() {
    return Configs.emulator(SnowflakeEmulator.port(), schema);
  }

  @Override
  public ChildSession child() {
    return new ChildSession(
        ConfigOpener.class, List.of(Integer.toString(SnowflakeEmulator.port()), schema));
  }

  @Override
  public boolean breakConnections() {
    SnowflakeEmulator.expireSessions();
    return true;
  }

  @Override
  public Optional<Destination.Session> openLosingFirstCommit(LostCommit loss) {
    proxy = Optional.of(CommitProxy.start(SnowflakeEmulator.port(), loss, COMMIT, ATTEMPTS));
    SnowflakeConfig config = Configs.emulator(proxy.get().port(), schema);
    return Optional.of(new SnowflakeDestination().open(config, Context.system()));
  }
}
