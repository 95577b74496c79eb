package dev.k3sdeploy.remote.openssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What one master connection needs on disk: its socket, and two scripts for ssh to call. For its owner alone; short,
 * because a socket's path may have no more than some hundred bytes, of which ssh needs 17.
 */
record ControlFolder(Path path) {
    private static final int LONGEST = 70;

    /** Tells which key the machine shows: ssh says so in prose only. */
    private static final String TELL_KEY = """
            [ "$2" = NONE ] || printf '%s %s\\n' "$1" "$2" >>"${0%/*}/keys"
            """;

    /**
     * Takes the answer from the standard input of the ssh that asks, a pipe. A jump host's ssh is another process and
     * gets none.
     */
    private static final String ANSWER = """
            #!/bin/sh
            [ "$PPID" = "$(cat "${0%/*}/pid")" ] && IFS= read -r answer && printf '%s\\n' "$answer"
            """;

    static ControlFolder create() throws IOException {
        Path temp = Path.of(System.getProperty("java.io.tmpdir", "/tmp")).toAbsolutePath();
        boolean usable = temp.toString().length() <= LONGEST && !temp.toString().matches(".*[\\s%\"'\\\\].*");
        // 0700 from the start, as all temporary folders of Java's.
        ControlFolder folder = new ControlFolder(Files.createTempDirectory(usable ? temp : Path.of("/tmp"), "k3sd"));
        Files.writeString(folder.keyScript(), TELL_KEY);
        Files.writeString(folder.askpass(), ANSWER);
        Files.setPosixFilePermissions(folder.askpass(), PosixFilePermissions.fromString("rwx------"));
        return folder;
    }

    Path socket() {
        return path.resolve("s");
    }

    Path keyScript() {
        return path.resolve("key");
    }

    Path askpass() {
        return path.resolve("ask");
    }
}
