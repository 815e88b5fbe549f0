package dev.skimmer.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.engine.PipelineReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * One HTML document that needs nothing but itself. Its policy lets the browser run the scripts in
 * it and no others, and forbids it to ask any network for anything.
 */
public final class ReportPage {
  /** What every page begins with, and nothing else does. */
  static final String BEGINNING =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="generator" content="Skimmer report">
      """;

  private static final String EMBEDDED = "<script type=\"application/json\" id=\"report\">";
  private static final String END_OF_SCRIPT = "</script>";
  private static final String LIBRARY = "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";
  private static final Pattern SOURCE_MAP = Pattern.compile("\\R?//# sourceMappingURL=.*");

  private ReportPage() {}

  /**
   * Returns the page.
   *
   * @param json the report as {@code --output json} prints it
   */
  public static String of(PipelineReport report, Optional<EarlierReport> earlier, ObjectNode json) {
    String style = resource("report.css");
    String library = library("dist/chart.umd.min.js");
    String script = resource("report.js");
    return BEGINNING
        + "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
            .formatted(policy(style, library, script))
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        + "<meta name=\"color-scheme\" content=\"light dark\">\n"
        + "<title>Skimmer report: %s</title>\n".formatted(Html.text(report.pipeline()))
        + "<style>"
        + style
        + "</style>\n</head>\n<body>\n"
        + new PageBody(report, earlier).html()
        + EMBEDDED
        + Html.scriptSafe(json.toString())
        + END_OF_SCRIPT
        + "\n"
        + "<!-- The library of the charts.\n"
        + library("LICENSE.md")
        + "-->\n"
        + "<script>"
        + library
        + END_OF_SCRIPT
        + "\n"
        + "<script>"
        + script
        + END_OF_SCRIPT
        + "\n</body>\n</html>\n";
  }

  /** Returns the report as JSON that a page holds; empty where the text is no page. */
  static Optional<String> embedded(String page) {
    int begin = page.startsWith(BEGINNING) ? page.indexOf(EMBEDDED) : -1;
    int end = begin < 0 ? -1 : page.indexOf(END_OF_SCRIPT, begin);
    return end < 0 ? Optional.empty() : Optional.of(page.substring(begin + EMBEDDED.length(), end));
  }

  private static String policy(String style, String... scripts) {
    StringBuilder policy = new StringBuilder("default-src 'none'; script-src");
    for (String script : scripts) {
      policy.append(' ').append(hash(script));
    }
    return policy
        .append("; style-src ")
        .append(hash(style))
        .append("; base-uri 'none'; form-action 'none'")
        .toString();
  }

  private static String hash(String inline) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(inline.getBytes(StandardCharsets.UTF_8));
      return "'sha256-%s'".formatted(Base64.getEncoder().encodeToString(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static String resource(String name) {
    return read("/dev/skimmer/cli/report/" + name);
  }

  /** Reads a file of the library, whose folder is called by its version. */
  private static String library(String file) {
    Properties properties = new Properties();
    try (InputStream in = ReportPage.class.getResourceAsStream(LIBRARY)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + LIBRARY, e);
    }
    String text =
        read(
            "/META-INF/resources/webjars/chart.js/%s/%s"
                .formatted(properties.getProperty("version"), file));
    return SOURCE_MAP.matcher(text).replaceAll("");
  }

  /** A browser reads every line break as a line feed, and hashes what it has read. */
  private static String read(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name, e);
    }
  }
}
