package dev.skimmer.cli;

import dev.skimmer.config.Binding;
import dev.skimmer.config.ConfigBinder;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.PipelineLayout;
import dev.skimmer.spi.Source;

/** A source with the configuration that it is to be opened with. */
record ConfiguredSource<C extends Record>(Source<C> source, Binding<C> config) {
  static <C extends Record> ConfiguredSource<C> bind(Source<C> source, ConfigBinder binder) {
    return Plugins.calling(
        source.name(), () -> new ConfiguredSource<>(source, binder.bind(source.configType())));
  }

  /** Names the pipeline and its tables; connects only where the source can not tell without. */
  PipelineLayout layout(Context context) {
    return Plugins.calling(source.name(), () -> source.layout(config.value()))
        .orElseGet(
            () -> {
              try (Source.Session session = open(context)) {
                return new PipelineLayout(session.pipeline(), session.tables());
              }
            });
  }

  /** Names the pipeline without connecting: by the source itself, where only a session can. */
  String pipeline() {
    return Plugins.calling(source.name(), () -> source.layout(config.value()))
        .map(PipelineLayout::pipeline)
        .orElseGet(source::name);
  }

  Source.Session open(Context context) {
    return Plugins.calling(source.name(), () -> source.open(config.value(), context));
  }
}
