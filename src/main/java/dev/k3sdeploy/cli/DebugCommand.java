package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.Diagnosis;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "debug",
        mixinStandardHelpOptions = true,
        description = "Gather what tells why a cluster does not work: journals, configuration, network, inventory,"
                + " with secrets masked. Changes nothing on the machines.",
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy debug -o course-debug.tar.gz")
final class DebugCommand implements Callable<Integer> {
    private static final int LOGS = 3;

    private static final String README = """
            What k3sdeploy debug has gathered of a cluster. Passwords, tokens and keys are masked as •••, as far as they
            can be recognised: look over the files before you give them to others.

            status.txt     machines, units, nodes, as k3sdeploy status tells them
            check.txt      what k3sdeploy check finds
            inventory.yml  what is understood of the inventory
            machines/      each machine: system, network, kernel, units, journal, configuration, K3S
            logs/          the last runs of k3sdeploy, where there are logs
            """;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Option(
            names = {"-o", "--file"},
            paramLabel = "FILE",
            defaultValue = "k3sdeploy-debug.tar.gz",
            description = "Where to write the archive (${DEFAULT-VALUE}).")
    private String file = "";

    @Override
    public Integer call() {
        Cluster cluster = mixin.cluster(ClusterOptions.DEFAULTS);
        Inventory inventory = mixin.inventory();
        Map<String, String> ours = new LinkedHashMap<>();
        ours.put("README.txt", README);
        ours.put("version.txt", Version.number() + ", Java " + System.getProperty("java.version") + "\n");
        ours.put("status.txt", written(terminal -> new StatusView(terminal).text(cluster.status())));
        ours.put("check.txt", written(terminal -> new CheckView(terminal, true).text(cluster.check())));
        ours.putAll(logs(cluster.kubeconfigFile().resolveSibling("logs")));
        Path archive = mixin.here().path(file);
        Diagnosis.write(archive, cluster.machineAccess().diagnosis().texts(cluster.targets(), inventory, ours));
        mixin.terminal().line(archive.toString());
        mixin.terminal()
                .problem("Secrets are masked as far as they can be recognised: look it over before you share it");
        return ExitCode.DONE;
    }

    /** Of the last runs; their names are times. */
    private static Map<String, String> logs(Path folder) {
        Map<String, String> logs = new LinkedHashMap<>();
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.of()) {
            List<Path> newest = files.filter(Files::isRegularFile)
                    .sorted(Comparator.reverseOrder())
                    .limit(LOGS)
                    .toList();
            for (Path log : newest) {
                logs.put("logs/" + log.getFileName(), Files.readString(log));
            }
        } catch (IOException e) {
            logs.put("logs/problem.txt", e + "\n");
        }
        return logs;
    }

    /** What cannot be asked is told instead: the archive is for clusters that do not work. */
    private static String written(Consumer<Terminal> view) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        Terminal terminal = new Terminal(writer, writer, Ansi.OFF, false);
        try {
            view.accept(terminal);
        } catch (K3sDeployException e) {
            PlainView.explain(e, terminal);
        }
        writer.flush();
        return text.toString();
    }
}
