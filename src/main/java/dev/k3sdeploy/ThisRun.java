package dev.k3sdeploy;

import dev.k3sdeploy.remote.Claim;
import dev.k3sdeploy.remote.Holder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** This run among all others, as locks on machines name it. */
record ThisRun(Claim claim, String place) {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path PROCESSES = Path.of("/proc/self/ns/pid");

    static ThisRun of(ControlMachine here, String command) {
        long pid = ProcessHandle.current().pid();
        String place = here();
        String owner = command + " of " + here.user() + " on " + here.name() + " (process " + pid + ")";
        return new ThisRun(new Claim(Claim.FILE, place + "/" + pid + "/" + UUID.randomUUID(), owner), place);
    }

    /**
     * Whether a holder was a process of this very system that is no more. Names and addresses would not do: two machines
     * may have the same, and a container's processes have numbers of their own.
     */
    boolean isDead(Holder holder) {
        String[] words = holder.run().split("/", -1);
        return !place.isEmpty()
                && words.length == 3
                && words[0].equals(place)
                && words[1].matches("\\d{1,9}")
                && ProcessHandle.of(Long.parseLong(words[1])).isEmpty();
    }

    /** The system's start and its process numbers' namespace; empty where there is no such thing to be read. */
    private static String here() {
        try {
            String boot = Files.readString(BOOT).strip();
            return boot + "." + Files.readSymbolicLink(PROCESSES).toString().replaceAll("\\D", "");
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
