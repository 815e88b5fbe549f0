package dev.skimmer.cli;

import dev.skimmer.engine.Difference;
import dev.skimmer.engine.Repair;
import dev.skimmer.engine.RepairResult;
import dev.skimmer.engine.Verification;
import dev.skimmer.engine.VerificationResult;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Source;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Opens both ends, compares them, repairs what differs if that is wanted, and closes them. */
final class VerifyRunner {
  private final StopOnSignal signals;

  @Inject
  VerifyRunner(StopOnSignal signals) {
    this.signals = signals;
  }

  /** What was found, and what was done about it. */
  record Verdict(VerificationResult found, Optional<RepairResult> repaired) {
    /** Returns whether neither was stopped. */
    boolean isFinished() {
      return found.finished() && repaired.map(RepairResult::finished).orElse(true);
    }
  }

  /** Compares, and changes nothing. */
  Verdict verify(
      PipelineConfiguration configuration, OptionalLong sample, Consumer<Difference> listener) {
    Context context = Context.system();
    try (Source.Session source = configuration.source().open(context);
        Destination.Session destination = configuration.destination().openExisting(context)) {
      Verification verification =
          new Verification(source, destination, configuration.options(), context);
      signals.watch(verification::stop);
      return new Verdict(verification.run(sample, listener), Optional.empty());
    }
  }

  /** Compares, and writes the rows that differ. */
  Verdict repair(
      PipelineConfiguration configuration, OptionalLong sample, Consumer<Difference> listener) {
    Context context = Context.system();
    try (Source.Session source = configuration.source().open(context);
        Destination.Session destination = configuration.destination().openExisting(context);
        Repair repair = new Repair(source, destination, configuration.options(), context)) {
      Verification verification =
          new Verification(source, destination, configuration.options(), context);
      signals.watch(verification::stop);
      VerificationResult found = verification.run(sample, repair.andThen(listener));
      signals.watch(repair::stop);
      return found.finished() && !found.differences().isEmpty()
          ? new Verdict(found, Optional.of(repair.run()))
          : new Verdict(found, Optional.empty());
    }
  }
}
