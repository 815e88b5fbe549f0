package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The bill of materials names what the build builds. It has no parent to take versions from. */
class BillOfMaterialsTest {
  private static final Set<String> NO_LIBRARIES = Set.of("skimmer-bom", "cli", "benchmarks");

  private final String root = read(Path.of("..", "pom.xml"));
  private final String bom = read(Path.of("..", "skimmer-bom", "pom.xml"));

  @Test
  void namesEveryModuleThatIsALibrary() {
    List<String> modules =
        all(root, "<module>([^<]+)</module>").stream()
            .filter(module -> !NO_LIBRARIES.contains(module))
            .toList();
    assertThat(all(bom, "<groupId>dev.skimmer</groupId>\\s+<artifactId>([^<]+)</artifactId>"))
        .filteredOn(name -> !NO_LIBRARIES.contains(name))
        .containsExactlyInAnyOrderElementsOf(modules);
  }

  @Test
  void hasTheVersionsOfTheBuild() {
    assertThat(all(bom, "<artifactId>skimmer-bom</artifactId>\\s+<version>([^<]+)<"))
        .isEqualTo(all(root, "<artifactId>skimmer-parent</artifactId>\\s+<version>([^<]+)<"));
    assertThat(all(bom, "<artifactId>netty-bom</artifactId>\\s+<version>([^<]+)<"))
        .isEqualTo(all(root, "<netty.version>([^<]+)<"));
    for (String plugin : all(bom, "<artifactId>(\\S+-plugin)</artifactId>")) {
      assertThat(all(bom, "<artifactId>" + plugin + "</artifactId>\\s+<version>([^<]+)<"))
          .as(plugin)
          .isEqualTo(all(root, "<" + plugin + ".version>([^<]+)<"));
    }
  }

  private static List<String> all(String text, String pattern) {
    List<String> found =
        Pattern.compile(pattern)
            .matcher(text)
            .results()
            .map((MatchResult r) -> r.group(1))
            .toList();
    assertThat(found).as(pattern).isNotEmpty();
    return found;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
