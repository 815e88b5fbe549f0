package dev.skimmer.cli;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Source;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Jars that the user has added: JDBC drivers and connectors. All of them share one class loader,
 * whose parent is that of the application; what both have comes from the application.
 *
 * @param loader sees the application and the jars
 */
record Plugins(ClassLoader loader) {
  /** Says where the folder is, instead of beside the folder of the application's jars. */
  static final String FOLDER_PROPERTY = "skimmer.drivers";

  private static final String FOLDER = "drivers";

  /** What a message says about a connector or driver that is not there. */
  static final String HOW_TO_ADD =
      "To add another, put its jar into the folder drivers, or name the jar with --driver-path";

  /**
   * Loads the jars of the folder and of {@code paths}.
   *
   * @param paths jars and folders of jars, or lists of them as a class path has them
   * @throws ConnectorException when one of them is not there
   */
  static Plugins load(List<String> paths) {
    List<URL> jars = new ArrayList<>();
    folder().filter(Files::isDirectory).ifPresent(folder -> jars.addAll(jarsIn(folder)));
    paths.stream()
        .flatMap(list -> Arrays.stream(list.split(File.pathSeparator)))
        .filter(path -> !path.isEmpty())
        .forEach(path -> jars.addAll(jarsOf(Path.of(path))));
    ClassLoader application = Plugins.class.getClassLoader();
    return new Plugins(
        jars.isEmpty()
            ? application
            : new URLClassLoader("plugins", jars.toArray(URL[]::new), application));
  }

  /** Lets drivers and connectors be found by what runs on this thread, or is started by it. */
  Plugins use() {
    Thread.currentThread().setContextClassLoader(loader);
    return this;
  }

  /**
   * Returns the connectors of the application and of the jars.
   *
   * @throws ConnectorException when one of them cannot be loaded
   */
  Connectors connectors() {
    try {
      return Connectors.of(
          ServiceLoader.load(Source.class, loader), ServiceLoader.load(Destination.class, loader));
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new ConnectorException(
          ErrorCode.CONFIG_INVALID,
          "Cannot load a connector from the folder drivers or from --driver-path (%s). Put the jars that it needs beside its own, or remove it."
              .formatted(e.getMessage()),
          e);
    }
  }

  /**
   * Returns the connector, whose methods throw a {@link ConnectorException} where they need a class
   * that is in none of the jars.
   */
  static <T> T guarded(Class<T> type, String name, T connector) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(name, connector, method, arguments)));
  }

  private static Object call(String name, Object connector, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(connector, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof LinkageError missing) {
        throw new ConnectorException(
            ErrorCode.CONFIG_INVALID,
            "The connector %s needs a class that is not there (%s). Put the jars that it needs beside its own."
                .formatted(name, missing.getMessage()),
            missing);
      }
      throw e.getCause();
    }
  }

  private static Optional<Path> folder() {
    String configured = System.getProperty(FOLDER_PROPERTY, "");
    return configured.isEmpty() ? besideLibraries() : Optional.of(Path.of(configured));
  }

  private static Optional<Path> besideLibraries() {
    try {
      CodeSource code = Plugins.class.getProtectionDomain().getCodeSource();
      return Optional.ofNullable(Path.of(code.getLocation().toURI()))
          .filter(Files::isRegularFile)
          .map(jar -> jar.getParent().resolveSibling(FOLDER));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The class path holds what is no URI", e);
    }
  }

  private static List<URL> jarsOf(Path path) {
    if (Files.isDirectory(path)) {
      List<URL> jars = jarsIn(path);
      if (jars.isEmpty()) {
        throw invalid(path, "the folder holds no jar");
      }
      return jars;
    }
    if (!Files.exists(path)) {
      throw invalid(path, "it is not there");
    }
    return List.of(url(path));
  }

  private static List<URL> jarsIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".jar"))
          .sorted()
          .map(Plugins::url)
          .toList();
    } catch (IOException e) {
      throw invalid(folder, "the folder cannot be read");
    }
  }

  /**
   * A class loader would pass over what is no jar, and nobody would know why a class is missing.
   */
  private static URL url(Path jar) {
    try {
      new ZipFile(jar.toFile()).close();
      return jar.toUri().toURL();
    } catch (ZipException e) {
      throw invalid(jar, "it is broken, or no jar");
    } catch (MalformedURLException e) {
      throw new IllegalStateException("Every path is a URL", e);
    } catch (IOException e) {
      throw invalid(jar, "it cannot be read");
    }
  }

  private static ConnectorException invalid(Path path, String reason) {
    return new ConnectorException(
        ErrorCode.CONFIG_INVALID,
        "Cannot use the driver path %s: %s. Name a jar, or a folder of jars."
            .formatted(Console.printable(path.toString()), reason));
  }
}
