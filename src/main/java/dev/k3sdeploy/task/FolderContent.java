package dev.k3sdeploy.task;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Shell;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A folder that is ours alone holds exactly these text files of root's: others in it are removed, and so is the folder
 * when it has nothing to hold.
 *
 * @param path absolute
 * @param files by their names in the folder
 */
public record FolderContent(String path, SortedMap<String, String> files) implements Task {
    private static final String MODE = "0600";

    /**
     * Takes a copy, sorted by name.
     *
     * @param path {@link #path()}
     * @param files {@link #files()}
     * @throws IllegalArgumentException when a name is not that of a plain file
     */
    public FolderContent {
        files = new TreeMap<>(files);
        files.keySet().forEach(name -> {
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
                throw new IllegalArgumentException("no name for a file: " + name);
            }
        });
    }

    @Override
    public String title() {
        return files.isEmpty() ? "Empty " + path : "Fill " + path;
    }

    @Override
    public Verdict check(Probe host) {
        Map<String, String> found = found(host);
        List<String> wrong = new ArrayList<>();
        files.forEach((name, text) -> {
            if (!sha256(text).equals(found.get(name))) {
                wrong.add(name);
            }
        });
        List<String> tooMany =
                found.keySet().stream().filter(name -> !files.containsKey(name)).toList();
        if (wrong.isEmpty() && tooMany.isEmpty()) {
            return Verdict.inPlace(
                    files.isEmpty() ? "there is nothing in " + path : files.size() + " files in " + path);
        }
        return Verdict.drift(Diff.of(summary(wrong, tooMany)), machine -> {
            wrong.forEach(name -> write(machine, name));
            remove(machine, tooMany);
        });
    }

    private static String summary(List<String> wrong, List<String> tooMany) {
        String write = wrong.isEmpty() ? "" : "write " + String.join(", ", wrong);
        String remove = tooMany.isEmpty() ? "" : "remove " + String.join(", ", tooMany);
        return write + (write.isEmpty() || remove.isEmpty() ? "" : "; ") + remove;
    }

    /** The sha256 of each file by its name; one that others may read counts as another. */
    private Map<String, String> found(Probe host) {
        Map<String, String> sums = new LinkedHashMap<>();
        host.ask(Command.script("cd " + Shell.quote(path) + " 2>/dev/null || exit 0\n"
                        + "find . -mindepth 1 -maxdepth 1 -type f -perm 600 -user root -exec sha256sum {} +\n"
                        + "find . -mindepth 1 -maxdepth 1 ! \\( -type f -perm 600 -user root \\) "
                        + "| sed 's/^/other  /'"))
                .text()
                .lines()
                .filter(line -> line.contains("  ./"))
                .forEach(line ->
                        sums.put(line.substring(line.indexOf("  ./") + 4), line.substring(0, line.indexOf("  ./"))));
        return sums;
    }

    private void write(Machine machine, String name) {
        machine.run(new RemoteFile(path + "/" + name, MODE).place().withStdin(files.getOrDefault(name, "")));
    }

    private void remove(Machine machine, List<String> names) {
        if (!names.isEmpty()) {
            machine.run(Command.script("cd " + Shell.quote(path) + " && rm -rf -- " + Shell.join(names)));
        }
        if (files.isEmpty()) {
            machine.run(Command.script("rmdir " + Shell.quote(path) + " 2>/dev/null || true"));
        }
    }

    private static String sha256(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
