package dev.skimmer.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom. */
class ArrowsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.skimmer");

  private static void forbid(String from, String... to) {
    noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(to)
        .check(CLASSES);
  }

  @Test
  void theSpiKnowsNothingOfTheEngine() {
    forbid("dev.skimmer.spi..", "dev.skimmer.engine..", "dev.skimmer.detect..");
  }

  @Test
  void theCoreKnowsNoConnectorAndNoFramework() {
    for (String part : new String[] {"spi", "engine", "detect", "config", "text", "fingerprint"}) {
      forbid(
          "dev.skimmer." + part + "..",
          "dev.skimmer.dragonfly..",
          "dev.skimmer.jdbc..",
          "dev.skimmer.duckdb..",
          "dev.skimmer.snowflake..",
          "dev.skimmer.cli..",
          "com.google.inject..",
          "java.sql..");
    }
  }

  @Test
  void sourcesAndDestinationsDoNotKnowEachOtherNorTheEngine() {
    forbid(
        "dev.skimmer.dragonfly..",
        "dev.skimmer.jdbc..",
        "dev.skimmer.duckdb..",
        "dev.skimmer.snowflake..",
        "dev.skimmer.engine..",
        "dev.skimmer.cli..");
    forbid("dev.skimmer.jdbc..", "dev.skimmer.dragonfly..", "dev.skimmer.engine..");
    forbid("dev.skimmer.duckdb..", "dev.skimmer.dragonfly..", "dev.skimmer.engine..");
    forbid(
        "dev.skimmer.snowflake..",
        "dev.skimmer.dragonfly..",
        "dev.skimmer.duckdb..",
        "dev.skimmer.engine..");
  }

  @Test
  void theCommandLineFindsConnectorsOnlyByServiceLoader() {
    forbid(
        "dev.skimmer.cli..",
        "dev.skimmer.dragonfly..",
        "dev.skimmer.jdbc..",
        "dev.skimmer.duckdb..",
        "dev.skimmer.snowflake..");
  }
}
