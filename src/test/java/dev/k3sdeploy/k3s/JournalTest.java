package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

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
}
