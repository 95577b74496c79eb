package dev.k3sdeploy.cli;

import dev.k3sdeploy.preflight.Finding;
import dev.k3sdeploy.preflight.Finding.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi.Style;

/** What was found out about the machines: a paragraph for each, or one JSON object a check. */
final class CheckView {
    private static final Map<Level, Style> COLOURS = Map.of(
            Level.OK, Style.fg_green,
            Level.SKIPPED, Style.fg_cyan,
            Level.WARNING, Style.fg_yellow,
            Level.FAILURE, Style.fg_red);

    private final Terminal terminal;
    private final boolean verbose;

    /**
     * For one terminal.
     *
     * @param verbose with what is well, too
     */
    CheckView(Terminal terminal, boolean verbose) {
        this.terminal = terminal;
        this.verbose = verbose;
    }

    void text(List<Finding> findings) {
        findings.stream()
                .collect(Collectors.groupingBy(Finding::target, LinkedHashMap::new, Collectors.toList()))
                .forEach((target, its) -> {
                    terminal.line(terminal.styled(Style.bold, target.name()) + "  " + counts(its));
                    its.forEach(this::finding);
                });
    }

    private void finding(Finding finding) {
        boolean asksForSomething = finding.is(Level.WARNING) || finding.is(Level.FAILURE);
        if (!verbose && !asksForSomething) {
            return;
        }
        terminal.line("  " + terminal.styled(COLOURS.getOrDefault(finding.level(), Style.reset), word(finding) + ":")
                + " " + finding.check() + ": " + terminal.words(finding.what()));
        if (!finding.next().isEmpty()) {
            terminal.line(terminal.words(finding.next()).indent(4).stripTrailing());
        }
    }

    private static String counts(List<Finding> findings) {
        return "ok=" + count(findings, Level.OK) + "  warnings=" + count(findings, Level.WARNING) + "  failures="
                + count(findings, Level.FAILURE) + "  skipped=" + count(findings, Level.SKIPPED);
    }

    private static long count(List<Finding> findings, Level level) {
        return findings.stream().filter(finding -> finding.is(level)).count();
    }

    private static String word(Finding finding) {
        return finding.level().name().toLowerCase(Locale.ROOT);
    }

    void json(List<Finding> findings) {
        for (Finding finding : findings) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("type", "check");
            fields.put("host", finding.target().name());
            fields.put("check", finding.check());
            fields.put("verdict", word(finding));
            fields.put("reason", finding.reason());
            fields.put("hint", finding.hint());
            terminal.line(JsonView.text(fields));
        }
    }
}
