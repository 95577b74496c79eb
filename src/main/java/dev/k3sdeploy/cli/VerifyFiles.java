package dev.k3sdeploy.cli;

import dev.k3sdeploy.kube.CheckResult;
import dev.k3sdeploy.kube.Result;
import dev.k3sdeploy.kube.VerifyReport;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * A verification as files: for a CI, and for a browser.
 *
 * @param ended when
 */
record VerifyFiles(VerifyReport report, Instant ended) {
    /** In the form of JUnit's and Maven Surefire's reports, which CIs read. */
    String junit() {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"k3sdeploy"
                + " verify\" tests=\"" + report.results().size() + "\" failures=\"" + report.failed()
                + "\" errors=\"0\" skipped=\"" + report.notChecked() + "\" time=\"" + seconds(report.took())
                + "\" timestamp=\"" + DateTimeFormatter.ISO_INSTANT.format(ended) + "\">\n");
        report.results().forEach(result -> xml.append(testCase(result)));
        return xml.append("</testsuite>\n").toString();
    }

    private static String testCase(CheckResult result) {
        String head = "  <testcase classname=\"k3sdeploy.verify\" name=\"" + xml(result.check()) + "\" time=\""
                + seconds(result.took()) + "\"";
        String reason = xml(VerifyView.reason(result.result()));
        if (result.result() instanceof Result.Failed failed) {
            return head + ">\n    <failure message=\"" + reason + "\">" + xml(result.exercise() + "\n" + failed.hint())
                    + "</failure>\n  </testcase>\n";
        }
        return result.passed() ? head + "/>\n" : head + ">\n    <skipped message=\"" + reason + "\"/>\n  </testcase>\n";
    }

    /** Characters that XML cannot hold at all are left out. */
    private static String xml(String text) {
        return Html.escaped(text.replaceAll("[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD]", ""));
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.3f", took.toMillis() / 1000.0);
    }

    /**
     * A page that needs nothing else.
     *
     * @param sources the inventories, as they were named
     */
    String page(List<String> sources, ZoneId zone) {
        String badge = report.ready() ? "badge" : report.nothingFailed() ? "badge check" : "badge bad";
        String when = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT)
                .withZone(zone)
                .format(ended);
        StringBuilder html = new StringBuilder("<header>\n"
                + Html.element("h1", "", "Is the cluster ready for the course?") + "\n<p>"
                + Html.element("span", badge, VerifyView.verdict(report).toString()) + "</p>\n"
                + Html.element(
                        "p",
                        "quiet",
                        String.join(", ", sources) + "; " + when + ", " + Clock.text(report.took()) + "; "
                                + VerifyView.counts(report))
                + "</header>\n<section><h2>Checks</h2>\n<table class=\"tasks\"><thead><tr><th>check</th><th>verdict</th>"
                + "<th class=\"number\">took</th><th>exercise</th></tr></thead><tbody>\n");
        report.results().forEach(result -> html.append(row(result)));
        return ReportPage.document(
                "k3sdeploy verify",
                html.append("</tbody></table>\n</section>\n").toString(),
                "");
    }

    private static String row(CheckResult result) {
        String word = VerifyView.word(result.result()).toString();
        String css = result.passed() ? "ok" : result.failed() ? "failed" : "skipped";
        return "<tr>" + Html.element("td", "name inline", result.check())
                + Html.element("td", "word inline " + css, word)
                + Html.element("td", "number inline", Clock.exact(result.took()))
                + "<td class=\"task\">" + Html.escaped(result.exercise())
                + Html.element("div", "quiet", VerifyView.reason(result.result()))
                + (VerifyView.hint(result.result()).isEmpty()
                        ? ""
                        : Html.element("div", "", VerifyView.hint(result.result())))
                + "</td></tr>\n";
    }
}
