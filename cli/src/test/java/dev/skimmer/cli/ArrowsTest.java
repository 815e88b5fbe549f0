package dev.skimmer.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.skimmer.engine.ConfiguredSource;
import dev.skimmer.engine.OpenSync;
import dev.skimmer.engine.Pipeline;
import dev.skimmer.engine.Watch;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.spi.StateStore;
import dev.skimmer.spi.Writer;
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
    for (String part :
        new String[] {"spi", "engine", "report", "detect", "config", "text", "fingerprint"}) {
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
  void theCommandLineDoesEverythingThroughTheWayInForPrograms() {
    forbid(
        "dev.skimmer.cli..", "dev.skimmer.detect..", "dev.skimmer.state..", "dev.skimmer.fault..");
    noClasses()
        .that()
        .resideInAPackage("dev.skimmer.cli..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(
            Source.Session.class,
            Destination.Session.class,
            SplitReader.class,
            Writer.class,
            StateStore.class,
            Context.class)
        .check(CLASSES);
  }

  /** What runs in the engine is not for others: they get records, enums and interfaces from it. */
  @Test
  void theEngineShowsItsWayInAndResultsAlone() {
    noClasses()
        .that()
        .resideInAPackage("dev.skimmer.engine")
        .and()
        .areTopLevelClasses()
        .and()
        .areNotInterfaces()
        .and()
        .areNotRecords()
        .and()
        .areNotEnums()
        .and()
        .doNotBelongToAnyOf(Pipeline.class, ConfiguredSource.class, OpenSync.class, Watch.class)
        .should()
        .bePublic()
        .check(CLASSES);
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
