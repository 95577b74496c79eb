package dev.k3sdeploy.remote.ssh.config;

import dev.k3sdeploy.problem.InputProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What ssh(1) would do for a host: options given to it, then files, the first value of each option. */
public final class SshConfig {
    private final Asker asker;
    private final List<Directive> options;
    private final List<ConfigFile> files;
    private final Set<InputProblem> warnings = new LinkedHashSet<>();

    private SshConfig(Asker asker, List<Directive> options, List<ConfigFile> files) {
        this.asker = asker;
        this.options = List.copyOf(options);
        this.files = List.copyOf(files);
    }

    /**
     * The user's file and the system's, where they exist.
     *
     * @param asker answers what Match and tokens ask about this machine
     * @return the files, read once
     */
    public static SshConfig usual(Asker asker) {
        List<ConfigFile> files = new ArrayList<>();
        Path folder = asker.home().resolve(".ssh");
        Path system = Path.of("/etc/ssh");
        for (Path includes : List.of(folder, system)) {
            Path file = includes.resolve(includes.equals(system) ? "ssh_config" : "config");
            if (Files.isReadable(file)) {
                files.add(ConfigFile.read(file, includes));
            }
        }
        return new SshConfig(asker, List.of(), files);
    }

    /**
     * One file instead of the usual ones, as {@code ssh -F}; {@code none} for no file.
     *
     * @param file as given to {@code -F}
     * @param asker answers what Match and tokens ask about this machine
     * @return the file, read once
     * @throws dev.k3sdeploy.problem.InvalidInputException when it cannot be read
     */
    public static SshConfig only(Path file, Asker asker) {
        return new SshConfig(
                asker,
                List.of(),
                file.endsWith("none")
                        ? List.of()
                        : List.of(ConfigFile.read(file, asker.home().resolve(".ssh"))));
    }

    /** This configuration with options before it, as {@code ssh -o}. */
    SshConfig with(List<Directive> given) {
        return new SshConfig(asker, given, files);
    }

    /**
     * What holds for a host.
     *
     * @param name as it would be given to ssh
     * @return values with their tokens replaced
     */
    public HostOptions of(String name) {
        HostOptions found = new HostOptions(name, asker);
        options.forEach(found::add);
        Reading first = new Reading(asker, found, false);
        files.forEach(first::read);
        if (first.wantsFinal()) {
            Reading last = new Reading(asker, found, true);
            files.forEach(last::read);
        }
        warnings.addAll(first.warnings());
        return found;
    }

    /**
     * What the files ask for and is passed over.
     *
     * @return each with its file and line
     */
    public List<InputProblem> warnings() {
        return List.copyOf(warnings);
    }
}
