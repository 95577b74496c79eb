package dev.k3sdeploy;

import dev.k3sdeploy.artifact.TarGz;
import dev.k3sdeploy.engine.Survey;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.k3s.Evidence;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.k3s.Role;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that can be told of a cluster to who was not there, without its secrets. */
public final class Diagnosis {
    /** What a machine tells, and its secrets, which leave this program never. */
    private record Told(Map<String, String> texts, String secrets) {}

    private final Plan plan;
    private final HostSessions sessions;
    private final ClusterOptions options;

    Diagnosis(Plan plan, HostSessions sessions, ClusterOptions options) {
        this.plan = plan;
        this.sessions = sessions;
        this.options = options;
    }

    /**
     * Asks the machines; changes nothing. A machine that cannot be reached has a text that says why.
     *
     * @param targets the machines to ask
     * @param inventory where secrets come from, which are then masked in all texts
     * @param more texts of the caller's, by name; they are masked too
     * @return texts by file name, {@code machines/lab-1/journal.txt}
     */
    public Map<String, String> texts(List<Target> targets, Inventory inventory, Map<String, String> more) {
        Map<Target, Role> roles =
                plan.cluster().nodes().stream().collect(Collectors.toMap(NodeSpec::target, NodeSpec::role));
        Map<Target, Survey.Answer<Told>> answers = Survey.ask(sessions, targets, options.forks(), host -> {
            Role role = roles.getOrDefault(host.target(), Role.AGENT);
            return new Told(Evidence.of(host, role), Evidence.secrets(host));
        });
        Map<String, String> texts = new LinkedHashMap<>(more);
        String written = inventory.output().listAsYaml();
        texts.put("inventory.yml", written);
        Masking masking = masking(written);
        SecretVariables.of(inventory).forEach(secret -> masking.learn(secret.reveal()));
        answers.forEach((target, answer) -> {
            texts.putAll(texts(target, answer));
            answer.answered().ifPresent(told -> learn(masking, told));
        });
        texts.replaceAll((name, text) -> masking.mask(text));
        return texts;
    }

    /**
     * Writes texts into a .tar.gz that only its owner can read.
     *
     * @param archive replaced when it is there
     * @param texts by their names in the archive, folders with {@code /}
     * @throws K3sDeployException when it cannot be written
     */
    public static void write(Path archive, Map<String, String> texts) {
        String name = String.valueOf(archive.getFileName());
        Path place = Objects.requireNonNull(archive.toAbsolutePath().getParent(), "a file is in a folder");
        if (Files.notExists(place)) {
            throw new K3sDeployException(
                    "Cannot write " + archive + ": there is no folder " + place,
                    "Make it, or name another file with -o");
        }
        String folder = name.replaceFirst("\\.(tar\\.gz|tgz)$", "") + "/";
        try {
            Path part = Files.createTempFile(place, name, ".part"); // 0600 where files have modes
            try (TarGz tar = new TarGz(Files.newOutputStream(part), Instant.now())) {
                for (Map.Entry<String, String> text : texts.entrySet()) {
                    tar.add(folder + text.getKey(), text.getValue());
                }
            }
            Files.move(part, archive, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new K3sDeployException(
                    "Cannot write " + archive + ": " + e.getMessage(), "Name another file with -o", e);
        }
    }

    private static void learn(Masking masking, Told told) {
        masking.learn(told.secrets());
        masking.learnFrom(told.secrets());
        masking.learnFrom(told.texts().getOrDefault("config.txt", ""));
    }

    private static Map<String, String> texts(Target target, Survey.Answer<Told> answer) {
        Map<String, String> texts = new LinkedHashMap<>();
        String folder = "machines/" + target.name().replaceAll("[^\\w.-]", "_") + "/";
        answer.answered().ifPresent(told -> told.texts().forEach((name, text) -> texts.put(folder + name, text)));
        K3sDeployException problem = answer.problem();
        if (problem != null) {
            texts.put(folder + "problem.txt", problem.summary() + "\n" + problem.hint() + "\n");
        }
        return texts;
    }

    private Masking masking(String inventory) {
        Masking masking = new Masking();
        masking.learnFrom(inventory);
        Stream<Secret> nodes = plan.cluster().nodes().stream().flatMap(node -> node.token().stream());
        Stream<Secret> logins = plan.connections().values().stream()
                .flatMap(host -> Stream.of(
                                host.become().password(),
                                host.endpoint().login().password())
                        .filter(Objects::nonNull));
        Stream.of(nodes, logins, plan.cluster().datastore().stream(), Stream.ofNullable(options.becomePassword()))
                .flatMap(secrets -> secrets)
                .forEach(secret -> masking.learn(secret.reveal()));
        return masking;
    }
}
