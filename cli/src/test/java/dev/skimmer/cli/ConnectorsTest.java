package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectorsTest {
  private record Nothing() {}

  private record Named(String name) implements Source<Nothing> {
    @Override
    public Class<Nothing> configType() {
      return Nothing.class;
    }

    @Override
    public Session open(Nothing config, Context context) {
      throw new AssertionError("Nobody opens it");
    }
  }

  @Test
  void findsConnectorsByTheirNames() {
    Connectors connectors = Connectors.of(List.of(new Named("b"), new Named("a")), List.of());
    assertThat(connectors.source("a")).contains(new Named("a"));
    assertThat(connectors.source("c")).isEmpty();
    assertThat(connectors.sourceNames()).isEqualTo("a, b");
  }

  @Test
  void refusesTwoConnectorsOfOneName() {
    assertThatThrownBy(() -> Connectors.of(List.of(new Named("a"), new Named("a")), List.of()))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("Two connectors are called a");
  }
}
