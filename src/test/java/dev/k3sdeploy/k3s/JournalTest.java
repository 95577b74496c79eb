package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class JournalTest {
    private static final String START = "journalctl --no-pager --quiet --utc -o short-iso-precise -u ";

    @Test
    void theUnitIsTheRolesUnlessAnotherIsNamed() {
        Journal usual = new Journal(Optional.empty(), Optional.empty(), 50, false);
        assertThat(usual.command(Role.SERVER).script()).isEqualTo(START + "k3s -n 50");
        assertThat(usual.command(Role.AGENT).script()).isEqualTo(START + "k3s-agent -n 50");
        assertThat(new Journal(Optional.of("ssh; reboot"), Optional.empty(), 1, false)
                        .command(Role.AGENT)
                        .script())
                .isEqualTo(START + "'ssh; reboot' -n 1");
    }

    @Test
    void aTimeReplacesTheNumberOfLines() {
        assertThat(new Journal(Optional.empty(), Optional.of("-10 min"), 50, true)
                        .command(Role.SERVER)
                        .script())
                .isEqualTo(START + "k3s '--since=-10 min' -f");
    }
}
