package dev.skimmer.dragonfly.extract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WindowSizerTest {
  private static final long LONGEST = 1_000;
  private static final long SLOW = LONGEST + 1;
  private static final long QUICK = LONGEST / 2 - 1;
  private static final long LARGE = 1 << 18;

  private final WindowSizer sizer = new WindowSizer(1_000, 5_000, LONGEST);

  private void learn(int times, long bytes, long nanos) {
    for (int i = 0; i < times; i++) {
      sizer.learn(bytes, nanos);
    }
  }

  @Test
  void windowsGrowWhileTheyAreQuickAndSmall() {
    learn(1, 0, QUICK);
    assertThat(sizer.size()).isEqualTo(2_000);
    learn(2, 0, QUICK);
    assertThat(sizer.size()).isEqualTo(5_000);
    assertThat(sizer.argument()).asString().isEqualTo("5000");
  }

  @Test
  void windowsThatHoldTheServerUpAreHalvedButNeverTiny() {
    learn(1, 0, SLOW);
    assertThat(sizer.size()).isEqualTo(500);
    learn(20, 0, SLOW);
    assertThat(sizer.size()).isEqualTo(50);
  }

  @Test
  void windowsStayAsTheyAreWhereTheyAreLargeOrJustRight() {
    learn(5, LARGE, QUICK);
    learn(5, 0, LONGEST);
    assertThat(sizer.size()).isEqualTo(1_000);
  }

  @Test
  void windowsThatWereTooLargeShrinkDownToOneAndSlownessDoesNotMakeThemGrow() {
    sizer.shrink(4);
    assertThat(sizer.size()).isEqualTo(250);
    for (int i = 0; i < 10; i++) {
      sizer.shrink(2);
    }
    learn(1, 0, SLOW);
    assertThat(sizer.size()).isEqualTo(1);
  }
}
