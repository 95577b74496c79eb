package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kubeconfig of a cluster that is no more is not on this machine. */
record KubeconfigGone(Path file) implements Task {
    @Override
    public String title() {
        return "Remove the kubeconfig";
    }

    @Override
    public Verdict check(Probe host) {
        return Files.notExists(file)
                ? Verdict.inPlace("there is no " + file)
                : Verdict.drift("remove " + file, machine -> remove());
    }

    private void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new K3sDeployException("Cannot remove " + file + ": " + e, "Remove it by hand", e);
        }
    }
}
