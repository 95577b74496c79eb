package dev.k3sdeploy.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.RemoteProcess;
import dev.k3sdeploy.remote.Shell;
import dev.k3sdeploy.remote.local.LocalConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * This machine with {@code /etc}, {@code /usr/local}, {@code /var/lib}, {@code /var/log}, {@code /run} and {@code
 * /tmp} of its own, which lie below a folder, and with its own mounts, processes and network: what root does there, nobody else sees. Each session has new
 * namespaces; the files stay. Of K3S's programs it has none but those that the test gives it.
 */
public final class IsolatedMachine implements Connection {
    private static final List<String> OWN =
            List.of("etc", "etc/alternatives", "usr/local", "var/lib", "var/log", "run", "tmp");
    private static final List<String> NAMESPACES =
            List.of("unshare", "--mount", "--net", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc");
    private static final String ENTER = """
            mount -t sysfs sysfs /sys || exit 70
            if [ -d /etc/alternatives ]; then mount --bind /etc/alternatives "$0/etc/alternatives" || exit 70; fi
            if [ -e "$0/swaps" ]; then mount --bind "$0/swaps" /proc/swaps; fi
            for dir in etc usr/local var/lib var/log run tmp; do mount --rbind "$0/$dir" "/$dir" || exit 70; done
            for name in k3s kubectl crictl ctr; do
              for dir in /usr/sbin /usr/bin /sbin /bin; do
                [ ! -e "$dir/$name" ] || mount --bind /dev/null "$dir/$name"
              done
            done
            PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
            export PATH
            cd / && exec /bin/sh -c "$1"
            """;

    private static final boolean POSSIBLE = possible();

    private final Path folder;

    private IsolatedMachine(Path folder) {
        this.folder = folder;
    }

    /** A machine whose files are below the folder; where that is not possible, the test is skipped. */
    public static IsolatedMachine below(Path folder) {
        assumeTrue(POSSIBLE, "needs root and namespaces of its own (unshare)");
        IsolatedMachine machine = new IsolatedMachine(folder);
        for (String own : OWN) {
            machine.directory("/" + own);
        }
        for (String file : List.of("/etc/passwd", "/etc/group", "/etc/nsswitch.conf")) {
            machine.copy(Path.of(file), file);
        }
        machine.file("/etc/os-release", "PRETTY_NAME=\"A test\"\n");
        return machine;
    }

    private static boolean possible() {
        try {
            Process probe = new ProcessBuilder(NAMESPACES)
                    .command("sh", "-c", String.join(" ", NAMESPACES) + " mount -t sysfs sysfs /sys")
                    .redirectErrorStream(true)
                    .start();
            probe.getOutputStream().close();
            return probe.waitFor(20, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Where a file of the machine lies on this one. */
    public Path at(String path) {
        return folder.resolve(path.substring(1));
    }

    /** Writes a file of the machine. */
    public IsolatedMachine file(String path, String text) {
        try {
            Files.createDirectories(at(path).getParent());
            Files.writeString(at(path), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program of the machine, found before those of the distribution. */
    public IsolatedMachine program(String name, String script) {
        String path = name.startsWith("/") ? name : "/usr/local/sbin/" + name;
        file(path, "#!/bin/sh\n" + script + "\n");
        if (!at(path).toFile().setExecutable(true)) {
            throw new AssertionError("cannot mark as executable: " + path);
        }
        return this;
    }

    public IsolatedMachine directory(String path) {
        try {
            Files.createDirectories(at(path));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a file of this machine. */
    public IsolatedMachine copy(Path from, String path) {
        try {
            Files.createDirectories(at(path).getParent());
            Files.copy(from, at(path), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String read(String path) {
        try {
            return Files.readString(at(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean has(String path) {
        return Files.exists(at(path));
    }

    /** What stat tells: inode, owner, mode, times. */
    public Map<String, Object> attributes(String path) {
        try {
            return Files.readAttributes(at(path), "unix:*", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last nine bits of the mode, in octal. */
    public String mode(String path) {
        int mode = Integer.parseInt(String.valueOf(attributes(path).get("mode")));
        return Integer.toOctalString(mode & 0777);
    }

    @Override
    public RemoteProcess start(String commandLine) {
        return new LocalConnection()
                .start("exec " + Shell.join(NAMESPACES) + " sh -c " + Shell.quote(ENTER) + " "
                        + Shell.quote(folder.toString()) + " " + Shell.quote(commandLine));
    }

    @Override
    public String name() {
        return "isolated";
    }

    @Override
    public void close() {
        // Each process is closed by whoever started it.
    }
}
