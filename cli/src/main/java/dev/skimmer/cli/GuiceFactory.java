package dev.skimmer.cli;

import com.google.inject.Injector;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Lets Guice create the commands, and picocli whatever is its own. */
record GuiceFactory(Injector injector) implements IFactory {
  @Override
  public <K> K create(Class<K> type) throws Exception {
    return type.getName().startsWith("dev.skimmer.")
        ? injector.getInstance(type)
        : CommandLine.defaultFactory().create(type);
  }
}
