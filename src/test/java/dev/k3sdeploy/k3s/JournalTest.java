package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.remote.Shell;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalTest {
    private static final String START = "journalctl --no-pager --quiet --utc -o short-iso-precise -u ";

    @Test
    void theUnitIsTheRolesUnlessAnotherIsNamed() {
        Journal usual = new Journal(Optional.empty(), Optional.empty(), 50, false);
        assertThat(usual.command(Role.SERVER).script())
                .contains("\n" + START + "k3s -n 50\n", "\ntail -n 50 /var/log/k3s.log\n");
        assertThat(usual.command(Role.AGENT).script()).contains("\n" + START + "k3s-agent -n 50\n");
        assertThat(new Journal(Optional.of("ssh; reboot"), Optional.empty(), 1, false)
                        .command(Role.AGENT)
                        .script())
                .contains("\n" + START + "'ssh; reboot' -n 1\n", "\ntail -n 1 '/var/log/ssh; reboot.log'\n");
    }

    @Test
    void aTimeReplacesTheNumberOfLines() {
        assertThat(new Journal(Optional.empty(), Optional.of("-10 min"), 50, true)
                        .command(Role.SERVER)
                        .script())
                .contains("\n" + START + "k3s '--since=-10 min' -f\n", "\ntail -n 50 -f /var/log/k3s.log\n");
    }

    @ParameterizedTest
    @CsvSource({
        "5m, -5m",
        "10min, -10min",
        "1h 30m, -1h 30m",
        "2 days, -2 days",
        "-10min, -10min",
        "today, today",
        "2026-02-28, 2026-02-28",
        "10 min ago, 10 min ago"
    })
    void aLengthOfTimeIsBeforeNow(String given, String asked) {
        assertThat(new Journal(Optional.empty(), Optional.of(given), 50, false)
                        .command(Role.AGENT)
                        .script())
                .contains(Shell.quote("--since=" + asked));
    }
}
