package dev.k3sdeploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.ScriptedSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A run that only checks tells what a change would bring with it, too. */
class ForetoldTest {
    private static final Target A = new Target("a");
    private static final Target B = new Target("b");
    private static final String CONFIG = "/etc/thing.conf";

    private final Map<Target, ScriptedSession> machines = new LinkedHashMap<>();

    /** Also where the checks of several plays are looked at beforehand. */
    @Test
    void whatGoesByAFileThatWouldBeChangedWouldChange() {
        Play connecting = Play.of("connect", List.of(A, B), asking("hello"));
        Play files = Play.of("files", List.of(A), writing(CONFIG), restarted());
        Play others = Play.of("others", List.of(A, B), restarted());

        Report report = run(true, connecting, files, others);

        assertThat(outcomes(report))
                .containsExactly(
                        "a: hello: Ok",
                        "b: hello: Ok",
                        "a: write /etc/thing.conf: WouldChange",
                        "a: restart: WouldChange",
                        "a: restart: WouldChange",
                        "b: restart: Ok");
    }

    @Test
    void anotherMachinesFilesAreItsOwn() {
        FakeTask looksAtA = new FakeTask(
                "look at a", host -> Verdict.inPlace("a: " + host.peer(A).filesToBeChanged()));
        FakeTask looksAtItself = new FakeTask("look", host -> Verdict.inPlace("own: " + host.filesToBeChanged()));

        Report report = run(
                true,
                Play.of("files", List.of(A), writing(CONFIG)),
                Play.of("look", List.of(B), looksAtA, looksAtItself));

        assertThat(report.results().stream().map(result -> result.outcome().toString()))
                .contains("Ok[because=a: [/etc/thing.conf]]", "Ok[because=own: []]");
    }

    @Test
    void inEarnestTheMachineItselfTells() {
        List<String> seen = new ArrayList<>();
        FakeTask look = new FakeTask("look", host -> {
            seen.add(host.filesToBeChanged().toString());
            return Verdict.inPlace("seen");
        });

        run(false, Play.of("files", List.of(A), writing(CONFIG), look));

        assertThat(seen).isNotEmpty().containsOnly("[]");
    }

    private Task asking(String question) {
        List.of(A, B).forEach(target -> machine(target).on(question).succeeds());
        return new FakeTask(question, host -> {
            host.ask(Command.script(question));
            return Verdict.inPlace("asked");
        });
    }

    private static Task writing(String path) {
        boolean[] done = {false};
        return new FakeTask(
                "write " + path,
                host -> done[0]
                        ? Verdict.inPlace("written")
                        : Verdict.writing(path, Diff.of("new"), machine -> done[0] = true));
    }

    private Task restarted() {
        List.of(A, B).forEach(target -> machine(target).on("outdated").says(""));
        return new FakeTask("restart", host -> {
            boolean outdated = !host.ask(Command.script("outdated")).text().isEmpty();
            return outdated || host.filesToBeChanged().contains(CONFIG)
                    ? Verdict.drift("restart it", machine -> {})
                    : Verdict.inPlace("it runs with it");
        });
    }

    private ScriptedSession machine(Target target) {
        return machines.computeIfAbsent(target, name -> new ScriptedSession());
    }

    private Report run(boolean checkOnly, Play... plays) {
        return new Runner(this::machine, new Runner.Options(checkOnly, 4), event -> {}, new Interruption())
                .run(new Playbook("test", List.of(plays)));
    }

    private static List<String> outcomes(Report report) {
        return report.results().stream()
                .map(result -> result.target() + ": " + result.task() + ": "
                        + result.outcome().getClass().getSimpleName())
                .toList();
    }
}
