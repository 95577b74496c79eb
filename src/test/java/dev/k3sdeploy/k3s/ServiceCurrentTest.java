package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.ScriptedSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether K3S runs with what is on the machine. */
class ServiceCurrentTest {
    private static final String SHOW =
            "systemctl show -p LoadState,ActiveState,SubState,UnitFileState,NRestarts,Result,NeedDaemonReload k3s";
    private static final String RUNNING = state("active", "running", "enabled", 0);
    private static final String BINARY = "/usr/local/bin/k3s 131 72000000 2026-11-20 10:00:00.123456789 +0000\n";
    private static final String UNIT = "aaaa  /etc/systemd/system/k3s.service\n";
    private static final String ENV = "bbbb  /etc/systemd/system/k3s.service.env\n";
    private static final String CONFIG = "cccc  /etc/rancher/k3s/config.yaml\n";
    private static final String NOW = BINARY + UNIT + ENV + CONFIG;

    private final ScriptedSession host = new ScriptedSession();

    @Test
    void runningWithWhatIsThereIsInPlace() {
        found(RUNNING, NOW, NOW);

        assertThat(run()).isEqualTo(new Outcome.Ok("k3s is active (running) with what is on the machine"));
    }

    @Test
    void activatingIsOnItsWayAndNotRestarted() {
        found(state("activating", "start", "enabled", 0), NOW, NOW);

        assertThat(run()).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void betweenTwoAttemptsSystemdTriesAgainByItself() {
        found(state("activating", "auto-restart", "enabled", 4), NOW, NOW);

        assertThat(run()).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void aUnitThatSystemdHasNotReadAgainIsReadWithoutARestart() {
        host.onPart(SHOW).says(RUNNING + "NeedDaemonReload=yes\n").says(RUNNING + "NeedDaemonReload=no\n");
        host.onPart("; echo ==; cat /run/k3sdeploy/k3s.started").says(NOW + "==\n" + NOW);
        host.on("systemctl daemon-reload").succeeds();

        assertThat(run()).isInstanceOf(Outcome.Changed.class);
    }

    @Test
    void anotherBinaryIsRestarted() {
        found(RUNNING, NOW, NOW.replace("131 72", "99 71"));

        assertThat(drift()).isEqualTo("restart it: it runs with an older k3s");
    }

    @ParameterizedTest
    @CsvSource({"aaaa,k3s.service", "bbbb,k3s.service.env", "cccc,config.yaml"})
    void eachChangedFileIsNamed(String sum, String file) {
        found(RUNNING, NOW, NOW.replace(sum, "0000"));

        assertThat(drift()).isEqualTo("restart it: it runs with an older " + file);
    }

    @Test
    void severalChangedFilesAreNamedOnceEach() {
        found(RUNNING, NOW, NOW.replace("aaaa", "1111").replace("cccc", "3333"));

        assertThat(drift()).isEqualTo("restart it: it runs with an older k3s.service, config.yaml");
    }

    @Test
    void aFileThatWasAddedIsNamed() {
        found(RUNNING, NOW + "dddd  /etc/rancher/k3s/registries.yaml\n", NOW);

        assertThat(drift()).isEqualTo("restart it: it runs with an older registries.yaml");
    }

    @Test
    void aFileThatWasRemovedIsNamed() {
        found(RUNNING, NOW, NOW + "dddd  /etc/rancher/k3s/config.yaml.d/50-mine.yaml\n");

        assertThat(drift()).isEqualTo("restart it: it runs with an older 50-mine.yaml");
    }

    @Test
    void withoutANoteOfItsStartItIsRestarted() {
        found(RUNNING, NOW, "");

        assertThat(drift()).isEqualTo("restart it: nobody has noted what it was started with");
    }

    @Test
    void runningAndNotEnabledIsOnlyEnabled() {
        host.onPart(SHOW).says(state("active", "running", "disabled", 0)).says(RUNNING);
        host.onPart("; echo ==; cat /run/k3sdeploy/k3s.started").says(NOW + "==\n" + NOW);
        host.onPart("systemctl --quiet enable k3s\nelse").succeeds();

        assertThat(run()).isEqualTo(new Outcome.Changed(Diff.of("enable it, so that it starts with the machine")));
    }

    @ParameterizedTest
    @CsvSource({
        "inactive,dead,0,inactive (dead)",
        "failed,failed,0,failed (failed)",
        "failed,failed,4,'failed (failed), restarted 4 times'",
        "deactivating,stop-sigterm,0,deactivating (stop-sigterm)",
    })
    void whatDoesNotRunIsStarted(String active, String sub, int restarts, String described) {
        found(state(active, sub, "enabled", restarts), NOW, NOW);

        assertThat(drift()).isEqualTo("it is " + described);
    }

    @Test
    void whatIsNotInstalledIsDescribedAsSuch() {
        found("LoadState=not-found\nActiveState=inactive\nSubState=dead\n", "", "");

        assertThat(drift()).isEqualTo("it is not installed");
    }

    @Test
    void aRestartDoesNotWaitForTheStartToEndButForItsNote() {
        host.onPart(SHOW).says(state("inactive", "dead", "enabled", 0)).says(RUNNING);
        host.onPart("; echo ==; ").says(NOW + "==\n").says(NOW + "==\n" + NOW);
        host.onPart("systemctl --no-block restart k3s\n").succeeds();

        assertThat(run()).isEqualTo(new Outcome.Changed(Diff.of("it is inactive (dead)")));
        String restart = host.commands().get(2);
        assertThat(restart)
                .containsSubsequence(
                        "daemon-reload",
                        "enable k3s",
                        "rm -f /run/k3sdeploy/k3s.started",
                        "--no-block restart k3s",
                        "while [ ! -s /run/k3sdeploy/k3s.started ]");
        assertThat(restart).doesNotContain("@");
    }

    @Test
    void aRestartThatHadNoEffectDidNotConverge() {
        found(RUNNING, NOW, NOW.replace("cccc", "0000"));
        host.onPart("--no-block restart k3s").succeeds();

        assertThat(TaskTrial.problem(run()).summary())
                .isEqualTo("On node-1, «Start k3s» was done and is still not in place:"
                        + " restart it: it runs with an older config.yaml");
    }

    @Test
    void checkModeRestartsNothing() {
        found(RUNNING, NOW, "");

        assertThat(TaskTrial.on(host).predict(new ServiceCurrent(Role.SERVER))).isInstanceOf(Outcome.WouldChange.class);
        assertThat(host.commands()).hasSize(2);
    }

    @Test
    void anAgentHasItsOwnUnitAndNote() {
        host.onMatch("(?m)^systemctl show .* k3s-agent$").says(RUNNING);
        host.onMatch("(?s)/etc/systemd/system/k3s-agent.service .*cat /run/k3sdeploy/k3s-agent.started")
                .says(NOW + "==\n" + NOW);

        assertThat(TaskTrial.on(host).run(new ServiceCurrent(Role.AGENT))).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void theNoteOfTheUnitIsMadeByTheSameWordsAsTheQuestion() {
        String inUnit = Service.fingerprintInUnit(Role.SERVER);

        assertThat(inUnit.replace("%%", "%").replace("$$", "$")).isEqualTo(Service.fingerprint(Role.SERVER));
        assertThat(inUnit).contains("%%n %%i %%s %%z").doesNotContain("'");
    }

    @Test
    void aDiagnosisHasStateAndJournal() {
        host.onPart(SHOW).says(state("failed", "failed", "enabled", 5));
        host.onPart("journalctl -u k3s -n 40").says("level=fatal msg=\"bad token\"\nexited\n");

        String diagnosis = TaskTrial.on(host).ask(probe -> Service.diagnosis(probe, Role.SERVER));

        assertThat(diagnosis)
                .isEqualTo("k3s on node-1 is failed (failed), restarted 5 times; the end of its journal:\n"
                        + "    level=fatal msg=\"bad token\"\n    exited");
    }

    @Test
    void anEmptyJournalIsSaid() {
        host.onPart(SHOW).says(RUNNING);
        host.onPart("journalctl").says("");

        String diagnosis = TaskTrial.on(host).ask(probe -> Service.diagnosis(probe, Role.SERVER));

        assertThat(diagnosis).isEqualTo("k3s on node-1 is active (running), its journal is empty");
    }

    private void found(String state, String now, String then) {
        host.onPart(SHOW).says(state);
        host.onPart("; echo ==; cat /run/k3sdeploy/k3s.started").says(now + "==\n" + then);
    }

    static String state(String active, String sub, String enabled, int restarts) {
        return "LoadState=loaded\nActiveState=" + active + "\nSubState=" + sub + "\nUnitFileState=" + enabled
                + "\nNRestarts=" + restarts + "\nResult=success\n";
    }

    private Outcome run() {
        return TaskTrial.on(host).run(new ServiceCurrent(Role.SERVER));
    }

    private String drift() {
        return ((Verdict.Drift) TaskTrial.on(host).verdict(new ServiceCurrent(Role.SERVER)))
                .diff()
                .summary();
    }
}
