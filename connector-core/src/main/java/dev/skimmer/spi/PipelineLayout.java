package dev.skimmer.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a configuration says of a pipeline without any connection.
 *
 * @param pipeline its name, that of {@link Source.Session#pipeline}
 * @param tables those of {@link Source.Session#tables}, in their order; where the source decides
 *     which of them are used, all that it may use
 */
public record PipelineLayout(String pipeline, List<TableSchema> tables) {
  public PipelineLayout {
    requireNonNull(pipeline, "pipeline");
    tables = List.copyOf(tables);
  }
}
