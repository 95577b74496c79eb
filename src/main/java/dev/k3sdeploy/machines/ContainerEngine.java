package dev.k3sdeploy.machines;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Docker or Podman, by its command. Podman must be root's: containers of a user cannot be nodes.
 *
 * @param program a name on PATH, or a path
 */
public record ContainerEngine(String program) {
    private static final List<String> KNOWN = List.of("docker", "podman");

    /**
     * The engine that an inventory names, else the first of docker and podman that PATH has.
     *
     * @param wanted a name or a path; empty for any
     * @param environment of this process: PATH
     * @return asked for nothing yet
     * @throws K3sDeployException when there is none
     */
    public static ContainerEngine of(String wanted, Map<String, String> environment) {
        if (wanted.contains("/")) {
            return new ContainerEngine(wanted);
        }
        Stream<String> names = wanted.isEmpty() ? KNOWN.stream() : Stream.of(wanted);
        return names.filter(name -> Programs.onPath(name, environment).isPresent())
                .findFirst()
                .map(ContainerEngine::new)
                .orElseThrow(() -> new K3sDeployException(
                        Message.of("containers.no-engine", wanted.isEmpty() ? String.join(", ", KNOWN) : wanted),
                        Message.of("containers.no-engine.next")));
    }

    Tool tool() {
        return new Tool(program);
    }

    /** Its name: {@code docker}. */
    String name() {
        return program.substring(program.lastIndexOf('/') + 1);
    }

    /** @throws K3sDeployException when its containers would be a plain user's */
    void requireRoot() {
        if (!name().equals("podman")) {
            return;
        }
        Tool.Answer rootless = tool().call(List.of("info", "--format", "{{.Host.Security.Rootless}}"));
        if (rootless.exitStatus() == 0 && rootless.text().strip().equals("true")) {
            throw new K3sDeployException(Message.of("containers.rootless"), Message.of("containers.rootless.next"));
        }
    }
}
