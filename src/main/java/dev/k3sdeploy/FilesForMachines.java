package dev.k3sdeploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/** Files of this machine that a variable names and that go to a folder of the others. */
final class FilesForMachines {
    private final HostValues values;
    private final ControlMachine here;
    private final String folder;
    private final SortedMap<String, String> files = new TreeMap<>();

    FilesForMachines(HostValues values, ControlMachine here, String folder) {
        this.values = values;
        this.here = here;
        this.folder = folder;
    }

    /** Their contents by their names on the machines. */
    SortedMap<String, String> files() {
        return files;
    }

    /**
     * Where the file is on the machines. An absolute path that is not here is one of theirs.
     *
     * @param what the variable's own word for it, for problems
     */
    String place(String variable, String what, String path) {
        Path file = here.path(path);
        if (!Files.isRegularFile(file)) {
            if (!path.startsWith("/")) {
                values.problem(
                        variable,
                        "names " + what + " «" + path + "», and there is no file " + file,
                        "give a path of this machine, or an absolute one of the machines");
            }
            return path;
        }
        try {
            String text = Files.readString(file);
            String placed = sha256(text).substring(0, 12) + "-"
                    + file.getFileName().toString().replaceAll("[^A-Za-z0-9._-]", "-");
            files.put(placed, text);
            return folder + "/" + placed;
        } catch (IOException e) {
            values.problem(variable, "names " + file + ", which cannot be read: " + e, "");
            return path;
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
