package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.k3sdeploy.kube.CheckResult;
import dev.k3sdeploy.kube.Result;
import dev.k3sdeploy.kube.VerifyReport;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import picocli.CommandLine.Help.Ansi;

/** A verification as text, as JSON, as JUnit's XML and as a page. */
class VerifyViewTest {
    private static final List<CheckResult> RESULTS = List.of(
            new CheckResult("pod", "kubectl run", new Result.Passed("it runs on one"), Duration.ofMillis(1500)),
            new CheckResult(
                    "dns",
                    "names",
                    new Result.Failed("pods on «two» do not resolve <a & b>", "Is it up?"),
                    Duration.ofSeconds(2)),
            new CheckResult("nfs", "files", new Result.NotChecked("no group nfs_server"), Duration.ZERO));
    private static final VerifyReport REPORT = new VerifyReport(RESULTS, List.of(), "", Duration.ofSeconds(75), false);

    private final StringWriter out = new StringWriter();
    private final Terminal terminal =
            new Terminal(new PrintWriter(out, true), new PrintWriter(new StringWriter(), true), Ansi.OFF, false);

    private String shown(VerifyReport report, boolean json, boolean kept) {
        return shown(report, terminal, json, kept);
    }

    private String shown(VerifyReport report, Terminal terminal, boolean json, boolean kept) {
        VerifyView view = new VerifyView(terminal, json);
        report.results().forEach(view::result);
        view.end(report, kept);
        return out.toString();
    }

    @Test
    void asText() {
        assertThat(shown(REPORT, false, false).lines())
                .containsExactly(
                        "passed       pod                 it runs on one (1.5 s)",
                        "failed       dns                 pods on «two» do not resolve <a & b> (2.0 s)",
                        "    exercise: names",
                        "    Is it up?",
                        "not checked  nfs                 no group nfs_server",
                        "",
                        "1 passed, 1 failed, 1 not checked, in 1 min 15 s",
                        "Not ready for the course: dns");
    }

    /** Names of checks, reasons and exercises stay as programs have them. */
    @Test
    void inFrenchForAPersonAndInEnglishForPrograms() {
        Terminal french = new Terminal(terminal.out(), terminal.err(), Ansi.OFF, false, Locale.FRENCH);
        VerifyReport left = new VerifyReport(RESULTS, List.of("k3sdeploy-verify-a"), "", Duration.ofSeconds(75), false);

        assertThat(shown(left, french, false, false).lines())
                .contains(
                        "réussi       pod                 it runs on one (1.5 s)",
                        "échec        dns                 pods on «two» do not resolve <a & b> (2.0 s)",
                        "    exercice : names",
                        "non vérifié  nfs                 no group nfs_server",
                        "réussis : 1, en échec : 1, non vérifiés : 1 (en 1 min 15 s)",
                        "Pas prêt pour le cours : dns",
                        "Pas encore partis : k3sdeploy-verify-a");
        out.getBuffer().setLength(0);
        assertThat(shown(left, french, true, false))
                .contains("\"verdict\":\"failed\"")
                .doesNotContain("échec");
        assertThat(new VerifyFiles(left, Instant.EPOCH).page(List.of("i.yml"), ZoneId.of("UTC")))
                .contains("Not ready for the course: dns");
    }

    @Test
    void whatCouldNotBeCheckedIsNoSuccess() {
        VerifyReport partly =
                new VerifyReport(List.of(RESULTS.get(0), RESULTS.get(2)), List.of(), "", Duration.ofSeconds(1), false);
        VerifyReport wholly = new VerifyReport(List.of(RESULTS.get(0)), List.of(), "", Duration.ofSeconds(1), false);

        assertThat(VerifyView.verdict(partly))
                .hasToString("Nothing failed; whether these work is not known: "
                        + RESULTS.get(2).check());
        assertThat(partly.ready()).isFalse();
        assertThat(VerifyView.verdict(wholly)).hasToString("Ready for the course");
    }

    @Test
    void aVerdictNamesSoManyAsOneReads() {
        List<CheckResult> many = IntStream.rangeClosed(1, 11)
                .mapToObj(i -> new CheckResult("c" + i, "", new Result.NotChecked("why"), Duration.ZERO))
                .toList();

        assertThat(VerifyView.verdict(new VerifyReport(many, List.of(), "", Duration.ofSeconds(1), false)))
                .hasToString(
                        "Nothing failed; whether these work is not known: c1, c2, c3, c4, c5, c6, c7, c8 and 3 more");
    }

    @Test
    void whatIsKeptIsToldWithTheWayToRemoveIt() {
        VerifyReport kept = new VerifyReport(RESULTS, List.of("k3sdeploy-verify-a"), "", Duration.ofSeconds(1), false);

        assertThat(shown(kept, false, true))
                .contains("Kept: k3sdeploy-verify-a", "kubectl delete namespace k3sdeploy-verify-a");
    }

    @Test
    void whatIsNotGoneIsToldWithItsReason() {
        VerifyReport left = new VerifyReport(
                RESULTS,
                List.of("k3sdeploy-verify-a"),
                "Discovery failed for some groups",
                Duration.ofSeconds(1),
                false);

        assertThat(shown(left, false, false).lines().toList())
                .endsWith(
                        "Not gone yet: k3sdeploy-verify-a",
                        "    Kubernetes says why: Discovery failed for some groups",
                        "    kubectl delete namespace k3sdeploy-verify-a");
        out.getBuffer().setLength(0);
        assertThat(shown(left, true, false)).contains("\"whyLeft\":\"Discovery failed for some groups\"");
    }

    @Test
    void asJson() throws Exception {
        List<String> lines = shown(REPORT, true, false).lines().toList();
        JsonNode failed = new ObjectMapper().readTree(lines.get(1));
        JsonNode recap = new ObjectMapper().readTree(lines.get(3));

        assertThat(failed.path("type").asText()).isEqualTo("check");
        assertThat(failed.path("verdict").asText()).isEqualTo("failed");
        assertThat(failed.path("hint").asText()).isEqualTo("Is it up?");
        assertThat(failed.path("seconds").asDouble()).isEqualTo(2);
        assertThat(recap.path("type").asText()).isEqualTo("recap");
        assertThat(recap.path("notChecked").asInt()).isEqualTo(1);
        assertThat(recap.path("ready").asBoolean(true)).isFalse();
    }

    @Test
    void asJUnitsXml() throws Exception {
        String xml = new VerifyFiles(REPORT, Instant.EPOCH).junit();
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();

        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).isEqualTo("pods on «two» do not resolve <a & b>");
        assertThat(((Element) failure.getParentNode()).getAttribute("name")).isEqualTo("dns");
    }

    @Test
    void asAPage() {
        String page = new VerifyFiles(REPORT, Instant.EPOCH).page(List.of("inv.yml"), ZoneId.of("UTC"));

        assertThat(page)
                .contains(
                        "Not ready for the course: dns",
                        "inv.yml; 1970-01-01 00:00:00 UTC",
                        "do not resolve &lt;a &amp; b&gt;")
                .doesNotContain("<script>");
    }
}
