package dev.skimmer.dragonfly.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of {@code CLUSTER NODES}, and what should be one and is none. */
class ClusterNodeTest {
  private static final String ID = "07c37dfeb235213a872192d90877d0cd55635b91";

  @Test
  void aFlagThatIsToldTwiceIsOne() {
    String line = ID + " ::1:7000@17000,host myself,master,master - 0 0 1 connected 0-2 5 [7->-x]";
    ClusterNode node = ClusterNode.parse(line, "asked").orElseThrow();
    assertThat(node.flags()).containsExactlyInAnyOrder("myself", "master");
    assertThat(node.address()).isEqualTo(new Address("::1", 7000));
    assertThat(node.slots()).containsExactly(new SlotRange(0, 2), new SlotRange(5, 5));
    assertThat(node.openSlots()).containsExactly("[7->-x]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "one two three",
        ID + " :0@0 master,noaddr - 0 0 1 disconnected 0-2",
        ID + " 10.0.0.1:7000@17000 master - 0 0 many connected 0-2",
        ID + " 10.0.0.1:99999 master - 0 0 1 connected 0-2",
      })
  void whatIsNoNodeWithAnAddressIsNone(String line) {
    assertThat(ClusterNode.parse(line, "asked")).isEmpty();
  }
}
