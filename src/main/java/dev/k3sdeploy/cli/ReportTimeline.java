package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where the time went: a lane for each machine with its tasks side by side, and the longest tasks as a table. */
record ReportTimeline(List<Target> targets, List<ReportContent.Span> spans, Duration took) {
    private static final int LONGEST = 10;
    private static final List<String> WORDS =
            List.of("ok", "changed", "would change", "skipped", "failed", "unreachable");

    String html() {
        StringBuilder html = new StringBuilder("<section id=\"timeline\"><h2>Timeline</h2>\n");
        html.append("<div class=\"axis\" aria-hidden=\"true\">");
        for (int quarter = 0; quarter <= 4; quarter++) {
            html.append("<span style=\"left:")
                    .append(25 * quarter)
                    .append("%\">")
                    .append(Clock.exact(took.multipliedBy(quarter).dividedBy(4)))
                    .append("</span>");
        }
        html.append("</div>\n");
        lanes().forEach((target, its) -> html.append(lane(target, its)));
        html.append("<p class=\"legend\">");
        WORDS.stream()
                .filter(word -> spans.stream()
                        .anyMatch(span ->
                                ReportContent.word(span.result().outcome()).equals(word)))
                .forEach(word -> html.append("<span><i class=\"")
                        .append(cssClass(word))
                        .append("\"></i>")
                        .append(word)
                        .append("</span>"));
        return html.append("</p>\n").append(longest()).append("</section>\n").toString();
    }

    static String cssClass(String word) {
        return word.equals("would change") ? "would" : word;
    }

    private Map<Target, List<ReportContent.Span>> lanes() {
        Map<Target, List<ReportContent.Span>> lanes = new LinkedHashMap<>();
        targets.forEach(target -> lanes.put(target, new ArrayList<>()));
        spans.forEach(span -> lanes.computeIfAbsent(span.result().target(), target -> new ArrayList<>())
                .add(span));
        return lanes;
    }

    private String lane(Target target, List<ReportContent.Span> its) {
        StringBuilder html = new StringBuilder(
                "<div class=\"lane\">" + Html.element("b", "", target.name()) + "<div class=\"track\">");
        for (ReportContent.Span span : its) {
            String word = ReportContent.word(span.result().outcome());
            html.append("<i class=\"")
                    .append(cssClass(word))
                    .append("\" style=\"left:")
                    .append(percent(span.begun()))
                    .append("%;width:")
                    .append(percent(span.result().took()))
                    .append("%\" title=\"")
                    .append(Html.escaped(span.result().task() + ": " + word + ", "
                            + Clock.exact(span.result().took())))
                    .append("\"></i>");
        }
        return html.append("</div></div>\n").toString();
    }

    private String percent(Duration part) {
        return String.format(Locale.ROOT, "%.2f", took.isZero() ? 0 : 100.0 * part.toMillis() / took.toMillis());
    }

    private String longest() {
        StringBuilder html = new StringBuilder("<h3>The longest</h3>\n<table class=\"narrow\"><tbody>\n");
        spans.stream()
                .sorted(Comparator.comparing(
                                (ReportContent.Span span) -> span.result().took())
                        .reversed())
                .limit(LONGEST)
                .forEach(span -> html.append("<tr>")
                        .append(Html.element(
                                "td", "number", Clock.exact(span.result().took())))
                        .append(Html.element(
                                "td", "name", span.result().target().name()))
                        .append(Html.element("td", "", span.result().task()))
                        .append("</tr>\n"));
        return html.append("</tbody></table>\n").toString();
    }
}
