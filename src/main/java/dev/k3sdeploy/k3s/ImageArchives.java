package dev.k3sdeploy.k3s;

import dev.k3sdeploy.artifact.K3sVersion;
import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Shell;
import dev.k3sdeploy.task.RemoteFile;
import dev.k3sdeploy.task.UploadedFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The archives of images for a machine without a network lie where K3S imports them, and none that k3sdeploy brought for
 * an earlier release. What others put there stays. Names are noted before anything is sent, so that a run which died on
 * the way leaves nothing that nobody knows of.
 */
record ImageArchives(NodeSpec node, Binaries binaries) implements Task {
    private static final String FOLDER = "/var/lib/rancher/k3s/agent/images";
    private static final RemoteFile OURS = new RemoteFile("/var/lib/k3sdeploy/images", "0600");

    private static final String QUESTION = "uname -m; cat " + OURS.path()
            + " 2>/dev/null | while read -r name; do [ ! -e " + FOLDER + "/\"$name\" ] || echo \"$name\"; done";

    @Override
    public String title() {
        return "Bring the archives of images";
    }

    @Override
    public Verdict check(Probe host) {
        List<String> answer = host.ask(Command.script(QUESTION)).text().lines().toList();
        List<UploadedFile.Source> wanted = binaries.images(answer.get(0));
        List<String> names = wanted.stream().map(UploadedFile.Source::name).toList();
        List<String> old =
                answer.stream().skip(1).filter(name -> !names.contains(name)).toList();
        List<Verdict.Drift> sent = new ArrayList<>();
        List<String> what = new ArrayList<>();
        for (UploadedFile.Source archive : wanted) {
            if (uploaded(archive).check(host) instanceof Verdict.Drift drift) {
                sent.add(drift);
                what.add(archive.name() + ": " + (drift.diff().summary().equals("new") ? "new" : "another one"));
            }
        }
        old.forEach(name -> what.add(name + ": remove it"));
        if (what.isEmpty()) {
            return Verdict.inPlace(
                    wanted.isEmpty()
                            ? "none are wanted: images come from registries"
                            : "they are there: " + String.join(", ", names));
        }
        return Verdict.drift(Diff.of(String.join("; ", what)), machine -> bring(machine, names, sent, old));
    }

    private static UploadedFile uploaded(UploadedFile.Source archive) {
        return new UploadedFile(
                "Bring " + archive.name(), new RemoteFile(FOLDER + "/" + archive.name(), "0644"), host -> archive);
    }

    private void bring(Machine machine, List<String> names, List<Verdict.Drift> sent, List<String> old) {
        Set<String> during = new LinkedHashSet<>(names);
        during.addAll(old);
        note(machine, during);
        if (!sent.isEmpty()) {
            letRestart(machine);
        }
        sent.forEach(drift -> drift.fix().apply(machine));
        if (!old.isEmpty()) {
            machine.run(Command.script("cd " + FOLDER + " && rm -f -- " + Shell.join(old)));
        }
        note(machine, new LinkedHashSet<>(names));
    }

    private static void note(Machine machine, Set<String> names) {
        machine.run(
                names.isEmpty()
                        ? Command.of("rm", "-f", OURS.path())
                        : OURS.place().withStdin(String.join("\n", names) + "\n"));
    }

    /** A K3S that looks for archives only when it starts must start again: what it notes at its start says otherwise. */
    private void letRestart(Machine machine) {
        String said = machine.ask(Command.script("[ ! -x @ ] || @ --version".replace("@", K3sBinary.PLACE)))
                .text();
        Optional<K3sVersion> version = K3sVersion.find(said.replaceFirst("(?s)^k3s version (\\S+).*", "$1"));
        if (version.isPresent() && !importsAtAnyTime(version.get())) {
            String started = Service.startedFile(node.role());
            machine.run(Command.script("[ ! -s " + started + " ] || echo 'image archives' >>" + started));
        }
    }

    /** https://docs.k3s.io/installation/airgap: the versions that watch the folder. */
    static boolean importsAtAnyTime(K3sVersion version) {
        int patch = version.patch();
        return switch (version.minor()) {
            case 29 -> patch >= 13;
            case 30 -> patch >= 9;
            case 31 -> patch >= 5;
            default -> version.minor() > 31;
        };
    }
}
