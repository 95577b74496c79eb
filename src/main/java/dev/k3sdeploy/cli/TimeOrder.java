package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.remote.OutputLines;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Lines of several journals, put in the order of the times they begin with. Thread-safe. */
final class TimeOrder {
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.,+-]+Z?");

    private record Line(Target target, String time, String text, boolean error) {}

    private final Map<Target, List<Line>> heard = new LinkedHashMap<>();

    /** What hears one machine. */
    OutputLines of(Target target) {
        return (text, error) -> add(target, text, error);
    }

    /** What has no time of its own belongs to the line before it. */
    private synchronized void add(Target target, String text, boolean error) {
        List<Line> lines = heard.computeIfAbsent(target, name -> new ArrayList<>());
        String first = text.split(" ", 2)[0];
        String before = lines.isEmpty() ? "" : lines.get(lines.size() - 1).time();
        lines.add(new Line(target, TIME.matcher(first).matches() ? first : before, text, error));
    }

    /** All of it; lines of the same time machine by machine. */
    synchronized void tell(HostLines out) {
        heard.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Line::time))
                .forEach(line -> out.line(line.target(), line.text(), line.error()));
    }
}
