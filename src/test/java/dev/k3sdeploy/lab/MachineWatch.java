package dev.k3sdeploy.lab;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes down, on each machine, over and over until it is closed, what others than root may see: the command lines of all
 * processes, the environments of those that are not root's, and what lies in folders where everybody may write.
 */
final class MachineWatch implements AutoCloseable {
    private static final String START = """
            cat >/root/see.py <<'EOF'
            import glob, os, time
            seen = set()
            def note(line):
                if line not in seen:
                    seen.add(line)
                    with open("/root/seen", "ab") as file:
                        file.write(line.replace(b"\\0", b" ") + b"\\n")
            while True:
                time.sleep(0.02) # else it takes a core from what it looks at
                for folder in glob.glob("/proc/[0-9]*"):
                    try:
                        note(open(folder + "/cmdline", "rb").read())
                        if os.stat(folder).st_uid != 0:
                            note(open(folder + "/environ", "rb").read())
                    except OSError:
                        continue
                for folder in ("/tmp", "/var/tmp", "/dev/shm"):
                    for name in os.listdir(folder):
                        if not name.startswith("systemd-private-"):
                            note(b"below: " + os.fsencode(os.path.join(folder, name)))
            EOF
            : >/root/seen
            setsid nohup nice python3 /root/see.py >/dev/null 2>&1 & echo $! >/root/see.pid
            """;

    private final LabHosts lab;
    private final List<List<String>> before;

    private MachineWatch(LabHosts lab, List<List<String>> before) {
        this.lab = lab;
        this.before = before;
    }

    static MachineWatch on(LabHosts lab) {
        List<List<String>> before = lab.all().stream()
                .map(host -> host.sh("find /tmp /var/tmp /dev/shm -mindepth 1 -maxdepth 1")
                        .lines()
                        .toList())
                .toList();
        lab.atOnce(host -> host.sh(START));
        return new MachineWatch(lab, before);
    }

    /** Whether anything on any machine held the text. */
    boolean seen(String text) {
        return lab.all().stream().anyMatch(host -> host.sh("cat /root/seen").contains(text));
    }

    /** What appeared in these folders, on any machine. */
    List<String> below(String... folders) {
        return IntStream.range(0, lab.all().size())
                .boxed()
                .flatMap(at -> lab.all()
                        .get(at)
                        .sh("sed -n 's/^below: //p' /root/seen")
                        .lines()
                        .filter(path -> Stream.of(folders).anyMatch(folder -> path.startsWith(folder + "/")))
                        .filter(path -> !before.get(at).contains(path)))
                .toList();
    }

    @Override
    public void close() {
        lab.atOnce(host -> host.sh("kill $(cat /root/see.pid); rm /root/see.pid /root/see.py /root/seen"));
    }
}
