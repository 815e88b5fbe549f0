package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of {@code report} in a real browser, with names of keys that would like to be code. */
class ReportPageIT {
  /** Looks at every chart, clicks on a heading, and writes what it saw into the document. */
  private static final String PROBE =
      """
      setTimeout(() => {
      const seen = [...document.querySelectorAll("canvas")].map((canvas) => {
        const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        const colours = new Set();
        for (let i = 0; i < data.length; i += 4) {
          if (data[i + 3] === 255) colours.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
        }
        return canvas.id + "=" + colours.has(parseInt(
          getComputedStyle(document.documentElement)
            .getPropertyValue(canvas.id === "failures" ? "--bad" : canvas.id.startsWith("growth") ||
              canvas.id === "changes" ? "--series-2" : canvas.id.startsWith("bytes") ? "--series-5" :
              "--series-1").trim().slice(1), 16));
      });
      const probe = document.documentElement.dataset;
      probe.charts = seen.join(" ");
      probe.requests = performance.getEntriesByType("resource").length;
      probe.evil = String(window.evil);
      const table = [...document.querySelectorAll("table")]
        .find((each) => each.caption.textContent === "Types");
      const first = () => table.tBodies[0].rows[0].cells[0].textContent;
      probe.unsorted = first();
      table.querySelector("th button").click();
      probe.sorted = first();
      }, 1000);
      """;

  @TempDir private Path folder;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer listener;

  @BeforeEach
  void listen() throws IOException {
    listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    listener.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    listener.start();
  }

  @AfterEach
  void stopListening() {
    listener.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + listener.getAddress().getPort();
  }

  private List<String> evilNames() {
    return List.of(
        "<img src=\"%s/img\" onerror=\"window.evil=1\">".formatted(url()),
        "</script><script>window.evil=2</script>",
        "</style><script src='%s/script'></script>".formatted(url()),
        "--><svg onload=window.evil=3>",
        "\"><body onload=\"window.evil=4\">",
        "' onmouseover='window.evil=5",
        "</td></tr></table><link rel=stylesheet href=%s/css>".formatted(url()),
        "<base href=%s><meta http-equiv=refresh content=0;url=%s/refresh>".formatted(url(), url()),
        "line\u2028separator\u2029paragraph",
        "\u001b]0;title\u0007\u001b[31mred",
        "\u202eright to left",
        "\\u003cscript>window.evil=6</script>",
        "${window.evil=7}`{{window.evil=8}}",
        "\ufffe\uffff\u0000binary");
  }

  /** A pipeline whose charts all have something to show. */
  private Path page() {
    try (RedisServerFixture server = RedisServerFixture.start();
        RespClient redis = server.client()) {
      Map<String, Object> config =
          Map.of(
              "host",
              RedisServerFixture.HOST,
              "port",
              server.port(),
              "max_value_bytes",
              20_000,
              "destination",
              "duckdb:" + folder.resolve("shop.duckdb"));
      for (String name : evilNames()) {
        redis.reply("SET", name, name);
        redis.reply("HSET", "h" + name, name, name);
        redis.reply("SET", "too large" + name, "x".repeat(30_000));
      }
      for (int i = 0; i < 300; i++) {
        redis.reply("SET", "session:" + i, "x".repeat(i), "EX", "" + (i + 1) * 900);
      }
      assertThat(CliRun.of(folder, config, "sync").exitCode()).isEqualTo(6);
      redis.reply("SET", "session:1", "changed");
      redis.reply("DEL", "session:2");
      assertThat(CliRun.of(folder, config, "sync").exitCode()).isEqualTo(6);
      Path page = folder.resolve("page.html");
      CliRun run = CliRun.of(folder, config, "report", "--file", page.toString());
      assertThat(run.exitCode()).as(run.err()).isZero();
      return page;
    }
  }

  /** Lets the browser run one script more, and if wanted whatever else there may be. */
  private Path probed(Path page, boolean keepsPolicy) throws IOException {
    String html =
        Files.readString(page).replace("</body>", "<script>" + PROBE + "</script></body>");
    String policy = keepsPolicy ? "script-src 'sha256-%s'".formatted(hash(PROBE)) : "script-src *";
    html = html.replaceFirst("script-src", policy);
    if (!keepsPolicy) {
      html = html.replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "");
    }
    return Files.writeString(folder.resolve("probed.html"), html);
  }

  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String attribute(String dom, String name) {
    return Pattern.compile("<html[^>]* data-%s=\"([^\"]*)\"".formatted(name))
        .matcher(dom)
        .results()
        .map((MatchResult match) -> match.group(1))
        .findFirst()
        .orElseThrow(() -> new AssertionError("The probe has not run: no " + name));
  }

  private void assertDrawnAndHarmless(String dom) {
    assertThat(attribute(dom, "charts").split(" "))
        .containsExactlyInAnyOrder(
            "types-0=true",
            "families-0=true",
            "sizes-0=true",
            "expires-0=true",
            "growth-0=true",
            "changes=true",
            "failures=true",
            "keys-per-second=true",
            "bytes-per-second=true");
    assertThat(attribute(dom, "evil")).isEqualTo("undefined");
    assertThat(attribute(dom, "requests")).isEqualTo("0");
    assertThat(attribute(dom, "unsorted")).isEqualTo("string");
    assertThat(attribute(dom, "sorted")).isEqualTo("hash");
    assertThat(requests).isEmpty();
  }

  @Test
  void everyChartIsDrawnAndNoNameOfAKeyDoesAnything() throws IOException {
    Path page = page();
    assertDrawnAndHarmless(Browser.in(folder).dom(probed(page, true)));
  }

  @Test
  void namesOfKeysAreHarmlessEvenWithoutThePolicy() throws IOException {
    Path page = page();
    assertDrawnAndHarmless(Browser.in(folder).dom(probed(page, false)));
  }

  @Test
  void thePolicyForbidsWhatAnUnescapedNameWouldDo() throws IOException {
    Path page = page();
    String names = String.join("\n", evilNames().subList(0, 3));
    String html = Files.readString(page).replace("<header>", names + "<header>");
    Files.writeString(page, html);
    String dom = Browser.in(folder).dom(probed(page, true));
    assertThat(attribute(dom, "evil")).isEqualTo("undefined");
    assertThat(requests).isEmpty();

    Browser.in(folder).dom(probed(page, false));
    assertThat(requests).as("this is how an unescaped name shows").contains("/img", "/script");
  }

  @Test
  void thePageNamesNothingElsewhere() throws IOException {
    String html = Files.readString(page());
    assertThat(html.replaceAll("(?s)<script[^>]*>.*?</script>", ""))
        .doesNotContainPattern("<[a-z]+[^<>]* (src|href|srcset|style|on[a-z]+)=");
    assertThat(html).doesNotContain("\u2028", "\u2029", "\u001b", "\u202e", "sourceMappingURL");
    assertThat(html).contains("&lt;img src=", "Permission is hereby granted");
  }
}
