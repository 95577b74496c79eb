package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.k3sdeploy.problem.Message;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page about a run, as a text, and as a browser shows it. */
@SuppressWarnings("NullAway.Init")
class ReportPageTest {
    /** Asks the page itself, and writes the answer where the test finds it. */
    private static final String QUESTION = """
            <script>
            (function () {
              var rows = function () { return document.querySelectorAll("#tasks tbody tr:not([hidden])").length; };
              var all = rows();
              var text = document.getElementById("text");
              text.value = "start K3S";
              text.dispatchEvent(new Event("input"));
              var found = rows();
              text.value = "";
              text.dispatchEvent(new Event("input"));
              document.querySelectorAll("details").forEach(function (each) { each.open = true; });
              var answer = document.createElement("pre");
              answer.id = "answer";
              answer.textContent = JSON.stringify({
                rows: all,
                found: found,
                window: document.documentElement.clientWidth,
                page: document.documentElement.scrollWidth,
                deadLinks: Array.prototype.filter.call(document.links, function (link) {
                  return !document.getElementById(link.hash.slice(1));
                }).length,
                lanes: Array.prototype.map.call(document.querySelectorAll(".track i"), function (bar) {
                  return bar.getBoundingClientRect().width;
                })
              });
              parent.document.body.appendChild(answer);
            })();
            </script>
            </body>""";

    /** A window of a browser without a screen is never narrower than 500 pixels; a frame is as narrow as a phone. */
    private static String framed(String page, int width) {
        return "<!doctype html><body><iframe width=\"" + width + "\" height=\"900\" srcdoc=\""
                + page.replace("&", "&amp;").replace("\"", "&quot;") + "\"></iframe></body>";
    }

    @TempDir
    private Path folder;

    private static String page() {
        ReportContent content = new ReportContent(InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z")));
        new MadeUpRun().shownBy(content);
        content.note(Message.verbatim("Creating <lab-1>"));
        content.fact("K3S", "v1.33.5+k3s1");
        content.fact("Inventory", "/home/somebody/a/folder/with/a/long/name/and/no/blank/in/it/inventory.yml");
        content.inventory("@all:\n  |--@k3s_master:\n  |  |--node-1\n");
        return new ReportPage(content, ZoneOffset.UTC).html();
    }

    @Test
    void allIsThereWithoutAScript() {
        String page = page().replaceAll("(?s)<script>.*?</script>", "");

        assertThat(page)
                .contains("<title>Cluster lab – failed</title>", "2026-11-22 12:00:00 Z, 12.3 s")
                .contains("<b>1</b> changed", "<b>1</b> failed", "<b>1</b> unreachable")
                .contains("<h3>a-longer-name: Start k3s</h3>", "It ended\nwith status 1", "See its journal")
                .contains("title=\"Write /etc/x: changed, 1.5 s\"")
                .contains("its content differs", "<span class=\"del\">-old</span>", "<span class=\"add\">+new</span>")
                .contains("<th>K3S</th><td>v1.33.5+k3s1</td>", "|--node-1", "Creating &lt;lab-1&gt;");
    }

    @Test
    void itNeedsNothingElse() {
        assertThat(page())
                .doesNotContainPattern("(src|href)=\"(?!#|data:,\")")
                .doesNotContain("http:", "https:", "@import", "url(");
    }

    @Test
    void everyLinkLeadsSomewhere() {
        String page = page();
        Set<String> ids = new HashSet<>();
        Matcher id = Pattern.compile(" id=\"([^\"]+)\"").matcher(page);
        while (id.find()) {
            assertThat(ids.add(id.group(1))).as("the only %s", id.group(1)).isTrue();
        }
        Matcher link = Pattern.compile("href=\"#([^\"]+)\"").matcher(page);
        int links = 0;
        while (link.find()) {
            assertThat(ids).contains(link.group(1));
            links++;
        }
        assertThat(links).isEqualTo(5);
    }

    @Test
    void aRunThatSucceededHasNoFailures() {
        assertThat(new ReportPage(new ReportContent(InstantSource.system()), ZoneOffset.UTC).html())
                .contains("could not begin")
                .doesNotContain("id=\"failures\"");
    }

    @Test
    void aCommandWritesIt() throws IOException {
        Typed.file(
                folder,
                "inv.yml",
                "k3s_master: {hosts: {far: {ansible_host: nowhere.invalid, ansible_password: tell-nobody-of-it}}}");
        Typed down = Typed.in(folder, "down", "-y", "-i", "inv.yml", "--report", "out/run.html");

        assertThat(down.exitCode()).isEqualTo(4);
        assertThat(down.out()).contains("Report: " + folder.resolve("out/run.html"));
        assertThat(Files.readString(folder.resolve("out/run.html")))
                .contains("far: Remove K3S", "|--far", "<th>Inventory</th><td>inv.yml</td>")
                .doesNotContain("tell-nobody-of-it");
    }

    @Test
    void whereItCannotBeWrittenTheRunGoesOnAndSaysSo() {
        Typed.file(folder, "inv.yml", "k3s_master: {hosts: {far: {ansible_host: nowhere.invalid}}}");
        Typed down = Typed.in(folder, "down", "-y", "-i", "inv.yml", "--report", "inv.yml/run.html");

        assertThat(down.out()).contains("PLAY RECAP");
        assertThat(down.err()).contains("Cannot write " + folder.resolve("inv.yml/run.html"));
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void aBrowserShowsItWithoutComplaintAndNothingSticksOut(int width) throws Exception {
        Optional<String> browser = browser();
        assumeTrue(browser.isPresent(), "no Chromium here: apt-get install chromium");
        Path file = folder.resolve("run.html");
        Files.writeString(file, framed(page().replace("</body>", QUESTION), width));
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(
                        browser.orElseThrow(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--enable-logging=stderr",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--window-size=1600,1000",
                        "--dump-dom",
                        file.toUri().toString())
                .redirectError(said.toFile())
                .start();
        String dom = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();

        Matcher answer = Pattern.compile("<pre id=\"answer\">([^<]*)</pre>").matcher(dom);
        assertThat(answer.find()).as(dom).isTrue();
        JsonNode page = new ObjectMapper().readTree(answer.group(1));
        assertThat(page.path("rows").asInt()).isEqualTo(6);
        assertThat(page.path("found").asInt()).isEqualTo(1);
        assertThat(page.path("deadLinks").asInt()).isZero();
        assertThat(page.path("page").asInt())
                .isLessThanOrEqualTo(page.path("window").asInt());
        assertThat(page.path("lanes")).hasSize(6).allMatch(bar -> bar.asDouble() >= 2);
        assertThat(Files.readString(said)).doesNotContain("CONSOLE");
    }

    private static Optional<String> browser() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name ->
                        List.of(Optional.ofNullable(System.getenv("PATH"))
                                        .orElse("")
                                        .split(File.pathSeparator))
                                .stream()
                                .map(place -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
