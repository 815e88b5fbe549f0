package dev.skimmer.dragonfly.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.dragonfly.pace.Pace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GroupSizerTest {
  private static final Duration PIPELINE = Duration.ofMillis(10);
  private static final int SMALL = 10;

  private final GroupSizer sizer = new GroupSizer(1, new Pace(0, 0, PIPELINE));

  /** Reads some groups of keys that need so much of the server each. */
  private void read(GroupSizer from, int groups, int bytesEach, Duration each) {
    for (int i = 0; i < groups; i++) {
      int keys = from.next();
      from.learn(keys, (long) keys * bytesEach, keys * each.toNanos());
    }
  }

  @Test
  void smallAndQuickKeysAreReadByTheThousand() {
    assertThat(sizer.next()).isEqualTo(16);
    read(sizer, 20, SMALL, Duration.ofNanos(3_000));
    assertThat(sizer.next()).isEqualTo(1_000);
  }

  @Test
  void keysThatTakeLongAreReadInShortPipelines() {
    read(sizer, 20, SMALL, Duration.ofNanos(100_000));
    assertThat(sizer.next()).isEqualTo(100);
    read(sizer, 1, SMALL, Duration.ofSeconds(1));
    assertThat(sizer.next())
        .as("never so few that the way there and back is most of it")
        .isEqualTo(16);
  }

  @Test
  void oneSlowPipelineCountsLess() {
    read(sizer, 20, SMALL, Duration.ofNanos(5_000));
    read(sizer, 1, SMALL, Duration.ofNanos(50_000));
    assertThat(sizer.next()).isEqualTo(1_000);
    read(sizer, 20, SMALL, Duration.ofNanos(50_000));
    assertThat(sizer.next()).isLessThan(250);
  }

  @Test
  void largeKeysAreReadInShortPipelinesHoweverQuick() {
    read(sizer, 20, 1 << 20, Duration.ofNanos(1));
    assertThat(sizer.next()).isEqualTo(4);
  }

  @Test
  void withoutLimitTimeDoesNotMatter() {
    GroupSizer unlimited = new GroupSizer(1, new Pace(0, 0, Duration.ZERO));
    read(unlimited, 20, SMALL, Duration.ofSeconds(1));
    assertThat(unlimited.next()).isEqualTo(1_000);
  }
}
