package dev.skimmer.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.cli.text.Json;
import dev.skimmer.config.Property;
import dev.skimmer.text.Printable;
import jakarta.inject.Inject;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.security.CodeSource;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the connectors and drivers that are there. */
@Command(
    name = "plugins",
    header = "Lists connectors and JDBC drivers.",
    description = {
      "Lists the sources, destinations and JDBC drivers that are there, with the version and the jar"
          + " that each comes from; with --keys their configuration keys, too."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: skimmer plugins --keys"})
final class PluginsCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private OutputOption output = new OutputOption();

  @Option(names = "--keys", description = "Lists the configuration keys of each connector, too.")
  private boolean keys;

  @Option(
      names = "--driver-path",
      paramLabel = "PATH",
      description = "A jar or a folder of jars, as of sync; may be repeated.")
  private List<String> driverPath = new ArrayList<>();

  @Inject
  PluginsCommand(Console console) {
    this.console = console;
  }

  /** Something that was found, with the record that configures it, where there is one. */
  private record Plugin(String kind, String name, Class<?> type, Optional<Class<?>> config) {
    String jar() {
      CodeSource code = type.getProtectionDomain().getCodeSource();
      return code == null || code.getLocation() == null
          ? ""
          : Path.of(code.getLocation().getPath()).getFileName().toString();
    }

    List<Property> keys() {
      return config.stream()
          .flatMap(record -> Arrays.stream(record.getRecordComponents()))
          .map((RecordComponent component) -> component.getAnnotation(Property.class))
          .toList();
    }
  }

  @Override
  public Integer call() {
    return console.reportingFailures(output.format(), this::list);
  }

  private int list() {
    Plugins plugins = Plugins.load(driverPath).use();
    List<Plugin> found = new ArrayList<>();
    Connectors connectors = plugins.connectors();
    connectors
        .sources()
        .forEach(
            (name, source) ->
                found.add(
                    new Plugin(
                        "source",
                        name,
                        source.getClass(),
                        Optional.of(Connectors.configOf(source)))));
    connectors
        .destinations()
        .forEach(
            (name, destination) ->
                found.add(
                    new Plugin(
                        "destination",
                        name,
                        destination.getClass(),
                        Optional.of(Connectors.configOf(destination)))));
    addDrivers(ServiceLoader.load(Driver.class, plugins.loader()).iterator(), found);
    print(found);
    return 0;
  }

  /** One that cannot be loaded keeps none of the others from being listed. */
  private void addDrivers(Iterator<Driver> drivers, List<Plugin> found) {
    while (true) {
      try {
        if (!drivers.hasNext()) {
          return;
        }
        Class<?> type = drivers.next().getClass();
        found.add(new Plugin("driver", type.getName(), type, Optional.empty()));
      } catch (ServiceConfigurationError | LinkageError e) {
        console
            .err()
            .println(
                "skimmer: a JDBC driver cannot be loaded (%s)."
                    .formatted(Printable.brief(String.valueOf(e.getMessage()))));
      }
    }
  }

  private void print(List<Plugin> found) {
    switch (output.format()) {
      case text -> {
        int width = found.stream().mapToInt(plugin -> plugin.name().length()).max().orElse(0);
        found.forEach(plugin -> print(plugin, width));
      }
      case json -> {
        ObjectNode object = Json.object();
        ArrayNode list = object.putArray("plugins");
        found.forEach(plugin -> fill(list.addObject(), plugin));
        console.out().print(Json.line(object));
      }
    }
    console.out().flush();
  }

  private void print(Plugin plugin, int width) {
    console
        .out()
        .printf(
            "%-12s %s  %-16s %s%n",
            plugin.kind(),
            padded(Console.printable(plugin.name()), width),
            Console.printable(Version.of(plugin.type())),
            Console.printable(plugin.jar()));
    if (keys) {
      plugin
          .keys()
          .forEach(
              key ->
                  console
                      .out()
                      .printf(
                          "             %s  %s%n", padded(key.name(), width), key.description()));
    }
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private void fill(ObjectNode object, Plugin plugin) {
    object.put("kind", plugin.kind());
    object.put("name", plugin.name());
    object.put("version", Version.of(plugin.type()));
    object.put("jar", plugin.jar());
    object.put("class", plugin.type().getName());
    if (keys && plugin.config().isPresent()) {
      ArrayNode list = object.putArray("keys");
      for (Property key : plugin.keys()) {
        ObjectNode entry = list.addObject();
        entry.put("name", key.name());
        entry.put("description", key.description());
        if (!key.defaultValue().isEmpty()) {
          entry.put("default", key.defaultValue());
        }
      }
    }
  }
}
