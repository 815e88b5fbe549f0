package dev.skimmer.engine;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.PassMetrics;
import dev.skimmer.spi.Source;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What is done with both ends of a pipeline: opens them, does it, and closes them in every case.
 *
 * @param pipeline whose ends they are
 */
record PipelineRuns(Pipeline pipeline) {
  SyncResult sync(StoppableRun<SyncResult> run) {
    try (OpenSync sync = pipeline.open()) {
      run.stoppedBy(sync::stop);
      return sync.run();
    }
  }

  DryRunResult dryRun(StoppableRun<DryRunResult> run, Consumer<PlannedChange> listener) {
    Context context = Context.system();
    boolean isThere = pipeline.destination().isThere().getAsBoolean();
    try (Source.Session source = pipeline.source().open(context);
        Destination.Session destination =
            isThere ? pipeline.destination().open(context) : new NoDestination()) {
      DryRun dryRun =
          new DryRun(source, destination, pipeline.options(), context, pipeline.consents());
      run.stoppedBy(dryRun::stop);
      return comparing(context, () -> dryRun.run(listener));
    }
  }

  Verdict verify(StoppableRun<Verdict> run, OptionalLong sample, Consumer<Difference> listener) {
    Context context = Context.system();
    try (Source.Session source = pipeline.source().open(context);
        Destination.Session destination = pipeline.destination().openExisting(context)) {
      Verification verification =
          new Verification(source, destination, pipeline.options(), context);
      run.stoppedBy(verification::stop);
      VerificationResult found = comparing(context, () -> verification.run(sample, listener));
      return new Verdict(found, Optional.empty());
    }
  }

  Verdict repair(StoppableRun<Verdict> run, OptionalLong sample, Consumer<Difference> listener) {
    Context context = Context.system();
    try (Source.Session source = pipeline.source().open(context);
        Destination.Session destination = pipeline.destination().openExisting(context);
        Repair repair = new Repair(source, destination, pipeline.options(), context)) {
      Verification verification =
          new Verification(source, destination, pipeline.options(), context);
      run.stoppedBy(verification::stop);
      VerificationResult found =
          comparing(context, () -> verification.run(sample, repair.andThen(listener)));
      run.stoppedBy(repair::stop);
      return found.finished() && !found.differences().isEmpty()
          ? new Verdict(found, Optional.of(repair.run()))
          : new Verdict(found, Optional.empty());
    }
  }

  private <T> T comparing(Context context, Supplier<T> run) {
    PassMetrics metrics = context.metrics();
    ProgressSampler sampler =
        ProgressSampler.start(
            () ->
                new SyncProgress(
                    SyncPhase.COMPARING,
                    metrics.scanned(),
                    OptionalLong.empty(),
                    0,
                    0,
                    metrics.bytesRead(),
                    List.of()),
            pipeline.listener());
    try {
      return run.get();
    } finally {
      sampler.close();
    }
  }

  ResetResult reset(StoppableRun<ResetResult> run) {
    Context context = Context.system();
    try (Source.Session source = pipeline.source().open(context);
        Destination.Session destination = pipeline.destination().openExisting(context)) {
      Reset reset = new Reset(source, destination, pipeline.options(), context);
      run.stoppedBy(reset::stop);
      return reset.run();
    }
  }
}
