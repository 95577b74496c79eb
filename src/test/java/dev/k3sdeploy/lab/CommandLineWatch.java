package dev.k3sdeploy.lab;

/** Writes down, on each machine, the command lines of all processes, over and over until it is closed. */
final class CommandLineWatch implements AutoCloseable {
    private static final String START = """
            cat >/root/watch.py <<'EOF'
            import glob
            seen = set()
            while True:
                for name in glob.glob("/proc/[0-9]*/cmdline"):
                    try:
                        line = open(name, "rb").read()
                    except OSError:
                        continue
                    if line not in seen:
                        seen.add(line)
                        with open("/root/command-lines", "ab") as file:
                            file.write(line.replace(b"\\0", b" ") + b"\\n")
            EOF
            : >/root/command-lines
            setsid nohup nice python3 /root/watch.py >/dev/null 2>&1 &
            """;

    private final LabHosts lab;

    private CommandLineWatch(LabHosts lab) {
        this.lab = lab;
    }

    static CommandLineWatch on(LabHosts lab) {
        lab.atOnce(host -> host.sh(START));
        return new CommandLineWatch(lab);
    }

    /** Whether a command line on any machine held the text. */
    boolean seen(String text) {
        return lab.all().stream()
                .anyMatch(host -> host.sh("cat /root/command-lines").contains(text));
    }

    @Override
    public void close() {
        lab.atOnce(host -> host.sh("pkill -f '^python3 /root/watch.py' && rm /root/command-lines /root/watch.py"));
    }
}
