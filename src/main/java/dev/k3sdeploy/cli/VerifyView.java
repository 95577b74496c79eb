package dev.k3sdeploy.cli;

import dev.k3sdeploy.kube.CheckResult;
import dev.k3sdeploy.kube.Result;
import dev.k3sdeploy.kube.VerifyReport;
import dev.k3sdeploy.problem.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine.Help.Ansi.Style;

/** The results of a verification: a line or a paragraph for each, or one JSON object. */
final class VerifyView {
    private static final int NAME = 18;
    private static final int NAMED = 8;
    private static final int SHORTEST_MS = 50;

    private final Terminal terminal;
    private final boolean json;

    VerifyView(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    /** {@code passed}, {@code failed}, {@code not checked}: as text, what programs read. */
    static Message word(Result result) {
        if (result instanceof Result.Passed) {
            return Message.of("verify.passed");
        }
        return result instanceof Result.Failed ? Message.of("verify.failed") : Message.of("verify.not-checked");
    }

    /** Why. */
    static String reason(Result result) {
        if (result instanceof Result.Passed passed) {
            return passed.because();
        } else if (result instanceof Result.Failed failed) {
            return failed.reason();
        }
        return ((Result.NotChecked) result).why();
    }

    /** What to do about it, or empty. */
    static String hint(Result result) {
        return result instanceof Result.Failed failed ? failed.hint() : "";
    }

    void result(CheckResult result) {
        if (json) {
            json(result);
        } else {
            text(result);
        }
    }

    private void text(CheckResult result) {
        String word = terminal.words(word(result.result()));
        terminal.line(terminal.styled(colour(result.result()), pad(word, 11)) + "  " + pad(result.check(), NAME) + "  "
                + reason(result.result()) + time(result));
        if (result.failed()) {
            terminal.line(Message.shaped("    {0}", Message.of("verify.exercise", result.exercise())));
        }
        if (!hint(result.result()).isEmpty()) {
            terminal.line(hint(result.result()).indent(4).stripTrailing());
        }
    }

    /** Where it says something: not «0.0 s». */
    private static String time(CheckResult result) {
        return result.took().toMillis() < SHORTEST_MS ? "" : " (" + Clock.exact(result.took()) + ")";
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static Style colour(Result result) {
        if (result instanceof Result.Passed) {
            return Style.fg_green;
        }
        return result instanceof Result.Failed ? Style.fg_red : Style.fg_cyan;
    }

    private void json(CheckResult result) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "check");
        fields.put("check", result.check());
        fields.put("exercise", result.exercise());
        fields.put("verdict", word(result.result()).toString());
        fields.put("reason", reason(result.result()));
        fields.put("hint", hint(result.result()));
        fields.put("seconds", result.took().toMillis() / 1000.0);
        terminal.line(JsonView.text(fields));
    }

    void end(VerifyReport report, boolean kept) {
        if (json) {
            recap(report);
            return;
        }
        terminal.line("");
        terminal.line(Message.of("verify.counts-in", counts(report), Clock.text(report.took())));
        terminal.line(verdict(report));
        left(report, kept);
    }

    /** «31 passed, 2 failed, 4 not checked». */
    static Message counts(VerifyReport report) {
        return Message.of("verify.counts", report.passed(), report.failed(), report.notChecked());
    }

    /** A sentence for a teacher. */
    static Message verdict(VerifyReport report) {
        if (report.interrupted()) {
            return Message.of("verify.interrupted");
        } else if (report.failed() > 0) {
            return Message.of("verify.not-ready", names(report, CheckResult::failed));
        }
        return report.ready()
                ? Message.of("verify.ready")
                : Message.of("verify.not-known", names(report, result -> !result.passed()));
    }

    /** Above they all stand; here only so many as a person reads. */
    private static Message names(VerifyReport report, Predicate<CheckResult> which) {
        List<String> names =
                report.results().stream().filter(which).map(CheckResult::check).toList();
        return names.size() <= NAMED
                ? Message.verbatim(String.join(", ", names))
                : Message.of("run.and-more", String.join(", ", names.subList(0, NAMED)), names.size() - NAMED);
    }

    private void left(VerifyReport report, boolean kept) {
        if (report.left().isEmpty()) {
            return;
        }
        String names = String.join(" ", report.left());
        terminal.line(kept ? Message.of("verify.kept", names) : Message.of("verify.not-gone", names));
        if (!report.whyLeft().isEmpty()) {
            terminal.line(Message.shaped("    {0}", Message.of("verify.not-gone-why", report.whyLeft())));
        }
        terminal.line("    kubectl delete namespace " + names);
    }

    private void recap(VerifyReport report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "recap");
        fields.put("passed", report.passed());
        fields.put("failed", report.failed());
        fields.put("notChecked", report.notChecked());
        fields.put("ready", report.ready());
        fields.put("interrupted", report.interrupted());
        fields.put("left", report.left());
        fields.put("whyLeft", report.whyLeft());
        fields.put("seconds", report.took().toMillis() / 1000.0);
        terminal.line(JsonView.text(fields));
    }
}
