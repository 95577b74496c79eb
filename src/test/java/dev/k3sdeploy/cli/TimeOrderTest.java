package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Target;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class TimeOrderTest {
    private static final Target ONE = new Target("one");
    private static final Target THREE = new Target("three");

    @Test
    void linesOfSeveralMachinesAreInTheOrderOfTheirTimesAndParagraphsStayTogether() {
        TimeOrder order = new TimeOrder();
        order.of(ONE).line("2026-01-01T10:00:00.1+0000 box: a", false);
        order.of(ONE).line("    more of a", false);
        order.of(ONE).line("2026-01-01T10:00:02.1+0000 box: c", false);
        order.of(THREE).line("2026-01-01T10:00:01.1+0000 box: b", false);
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out, true);

        order.tell(new HostLines(new Terminal(writer, writer, Ansi.OFF, false), false, List.of(ONE, THREE)));

        assertThat(out.toString().lines())
                .containsExactly(
                        "one   | 2026-01-01T10:00:00.1+0000 box: a",
                        "one   |     more of a",
                        "three | 2026-01-01T10:00:01.1+0000 box: b",
                        "one   | 2026-01-01T10:00:02.1+0000 box: c");
    }
}
