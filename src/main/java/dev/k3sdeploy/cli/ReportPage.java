package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Counts;
import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.TaskResult;
import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A run as one page that needs nothing else: no network, and no script but for searching.
 *
 * @param zone of the times in it
 */
record ReportPage(ReportContent run, ZoneId zone) {
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

    String html() {
        Report report = run.report().orElseGet(() -> new Report(List.of(), List.of(), false, Duration.ZERO));
        String body = header(report)
                + summary(report)
                + failures(report)
                + new ReportTimeline(report.targets(), run.spans(), report.took()).html()
                + tasks()
                + facts();
        return document(run.title() + " – " + verdict(report), body, resource("report.js"));
    }

    /** A page that asks nobody for anything. */
    static String document(String title, String body, String script) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">\n"
                + "<link rel=\"icon\" href=\"data:,\">\n" + Html.element("title", "", title) + "\n<style>\n"
                + resource("report.css") + "</style>\n</head>\n<body>\n" + body
                + (script.isEmpty() ? "" : "<script>\n" + script + "</script>\n") + "</body>\n</html>\n";
    }

    private static String resource(String name) {
        try (InputStream stream = ReportPage.class.getResourceAsStream("/report/" + name)) {
            return new String(Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String verdict(Report report) {
        if (run.report().isEmpty()) {
            return "could not begin";
        } else if (report.interrupted()) {
            return "interrupted";
        } else if (!report.succeeded()) {
            return "failed";
        }
        return run.checkOnly() ? "checked" : "done";
    }

    private String header(Report report) {
        String verdict = verdict(report);
        String badge = verdict.equals("done") ? "badge" : verdict.equals("checked") ? "badge check" : "badge bad";
        String when = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT)
                .withZone(zone)
                .format(run.started());
        boolean failed = !report.problems().isEmpty() || !run.problems().isEmpty();
        return "<header>\n" + Html.element("h1", "", run.title()) + "\n<p>" + Html.element("span", badge, verdict) + " "
                + Html.element("span", "quiet", when + ", " + Clock.exact(report.took())) + "</p>\n</header>\n"
                + "<nav><a href=\"#summary\">Summary</a> " + (failed ? "<a href=\"#failures\">Failures</a> " : "")
                + "<a href=\"#timeline\">Timeline</a> <a href=\"#tasks\">Tasks</a> <a href=\"#facts\">Inventory and"
                + " versions</a></nav>\n";
    }

    private String summary(Report report) {
        StringBuilder html = new StringBuilder("<section id=\"summary\"><h2>Summary</h2>\n<ul class=\"counts\">");
        counts(report.counts())
                .forEach((word, count) -> html.append("<li class=\"")
                        .append(count == 0 ? "quiet" : ReportTimeline.cssClass(word))
                        .append("\"><b>")
                        .append(count)
                        .append("</b> ")
                        .append(word)
                        .append("</li>"));
        html.append("</ul>\n<table class=\"narrow recap\"><thead><tr><th>machine</th>");
        counts(report.counts()).keySet().forEach(word -> html.append(Html.element("th", "number", word)));
        html.append("</tr></thead><tbody>\n");
        report.countsByTarget().forEach((target, its) -> {
            html.append("<tr>").append(Html.element("td", "name", target.name()));
            counts(its)
                    .forEach((word, count) -> html.append("<td class=\"number ")
                            .append(count == 0 ? "quiet" : ReportTimeline.cssClass(word))
                            .append("\" data-word=\"")
                            .append(word)
                            .append("\">")
                            .append(count)
                            .append("</td>"));
            html.append("</tr>\n");
        });
        return html.append("</tbody></table>\n</section>\n").toString();
    }

    private Map<String, Integer> counts(Counts counts) {
        Map<String, Integer> all = new java.util.LinkedHashMap<>();
        all.put("ok", counts.ok());
        if (run.checkOnly()) {
            all.put("would change", counts.wouldChange());
        } else {
            all.put("changed", counts.changed());
        }
        all.put("skipped", counts.skipped());
        all.put("failed", counts.failed());
        all.put("unreachable", counts.unreachable());
        return all;
    }

    private String failures(Report report) {
        if (report.problems().isEmpty() && run.problems().isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<section id=\"failures\"><h2>Failures</h2>\n");
        run.problems().forEach(problem -> html.append(failure("", problem)));
        for (TaskResult result : report.problems()) {
            ReportContent.problem(result.outcome())
                    .ifPresent(problem -> html.append(failure(result.target() + ": " + result.task(), problem)));
        }
        return html.append("</section>\n").toString();
    }

    private static String failure(String heading, K3sDeployException problem) {
        return "<div class=\"failure\">" + (heading.isEmpty() ? "" : Html.element("h3", "", heading))
                + Html.element("pre", "", problem.summary())
                + (problem.hint().isEmpty() ? "" : Html.element("pre", "", problem.hint())) + "</div>\n";
    }

    private String tasks() {
        StringBuilder html = new StringBuilder("""
                <section id="tasks"><h2>Tasks</h2>
                <div class="search" id="search" hidden>
                <input id="text" type="search" placeholder="Search" aria-label="Search the tasks">
                <select id="outcome" aria-label="Outcome"><option value="">all outcomes</option>
                """);
        run.spans().stream()
                .map(span -> ReportContent.word(span.result().outcome()))
                .distinct()
                .sorted()
                .forEach(word -> html.append(Html.element("option", "", word)));
        html.append("""
                </select><span class="quiet" id="shown" role="status"></span></div>
                <table class="tasks"><thead><tr><th>machine</th><th>outcome</th><th class="number">took</th><th>task</th>\
                </tr></thead><tbody>
                """);
        run.spans().forEach(span -> html.append(row(span.result())));
        return html.append("</tbody></table>\n</section>\n").toString();
    }

    private static String row(TaskResult result) {
        String word = ReportContent.word(result.outcome());
        String detail = ReportContent.problem(result.outcome()).isPresent()
                ? "see Failures"
                : ReportContent.detail(result.outcome());
        return "<tr data-outcome=\"" + word + "\">"
                + Html.element("td", "name inline", result.target().name())
                + Html.element("td", "word inline " + ReportTimeline.cssClass(word), word)
                + Html.element("td", "number inline", Clock.exact(result.took()))
                + "<td class=\"task\">" + Html.escaped(result.task()) + "<div class=\"quiet\">" + Html.escaped(detail)
                + "</div>" + diffs(result.outcome()) + "</td></tr>\n";
    }

    private static String diffs(Outcome outcome) {
        List<Diff.Change> changes = outcome instanceof Outcome.Changed changed
                ? changed.diff().changes()
                : outcome instanceof Outcome.WouldChange would ? would.diff().changes() : List.of();
        StringBuilder html = new StringBuilder();
        for (Diff.Change change : changes) {
            html.append("<details><summary>")
                    .append(Html.escaped(change.subject()))
                    .append("</summary><pre>");
            UnifiedDiff.of(change).stream()
                    .skip(2)
                    .forEach(line -> html.append(Html.element("span", kind(line), line)));
            html.append("</pre></details>");
        }
        return html.toString();
    }

    private static String kind(String line) {
        if (line.startsWith("@@")) {
            return "at";
        }
        return line.startsWith("+") ? "add" : line.startsWith("-") ? "del" : "same";
    }

    private String facts() {
        StringBuilder html = new StringBuilder(
                "<section id=\"facts\"><h2>Inventory and versions</h2>\n<table" + " class=\"narrow\"><tbody>\n");
        run.facts()
                .forEach((name, value) -> html.append("<tr>")
                        .append(Html.element("th", "", name))
                        .append(Html.element("td", "", value))
                        .append("</tr>\n"));
        html.append("</tbody></table>\n");
        if (!run.inventory().isEmpty()) {
            html.append(Html.element("pre", "", run.inventory()));
        }
        if (!run.notes().isEmpty()) {
            html.append("<h3>Notes</h3>").append(Html.element("pre", "", String.join("\n", run.notes())));
        }
        return html.append("</section>\n").toString();
    }
}
