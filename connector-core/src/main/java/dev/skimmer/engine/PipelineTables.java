package dev.skimmer.engine;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.PipelineLayout;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the destination of a pipeline tells by itself. Nothing is changed, nor created.
 *
 * @param pipeline whose destination it is
 */
record PipelineTables(Pipeline pipeline) {
  List<PipelineStatus> status() {
    Instant now = Context.system().clock().instant();
    return asking(destination -> new SyncHistory(destination).pipelines(now));
  }

  List<PastSync> history(int number, Optional<String> name) {
    return asking(destination -> new SyncHistory(destination).newest(number, name));
  }

  List<TableContent> contents() {
    PipelineLayout layout = pipeline.source().layout(Context.system());
    return asking(
        destination ->
            layout.tables().stream()
                .filter(destination::exists)
                .map(schema -> content(destination, schema))
                .toList());
  }

  private static TableContent content(Destination.Session destination, TableSchema schema) {
    if (schema.role() != TableRole.MAIN) {
      return new TableContent(schema.id(), schema.role(), OptionalLong.empty());
    }
    try (Stream<String> keys = destination.keys(schema)) {
      return new TableContent(schema.id(), schema.role(), OptionalLong.of(keys.count()));
    }
  }

  PipelineReport report(int mostSyncs) {
    Context context = Context.system();
    PipelineLayout layout = pipeline.source().layout(context);
    return asking(
        destination ->
            PipelineReport.read(layout, destination, context.clock().instant(), mostSyncs));
  }

  private <T> T asking(Function<Destination.Session, T> question) {
    try (Destination.Session destination = pipeline.destination().openExisting(Context.system())) {
      return question.apply(destination);
    }
  }
}
