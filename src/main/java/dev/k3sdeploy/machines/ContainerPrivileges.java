package dev.k3sdeploy.machines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a container needs to be a node. {@code --privileged} asks for every capability and fails where this machine
 * itself lacks one, as inside some VMs; then all but that one are asked for.
 *
 * @param all whether this machine may give every capability
 */
public record ContainerPrivileges(boolean all) {
    private static final int CAP_SYS_RESOURCE = 24;

    /**
     * What this machine may give.
     *
     * @return all, where that cannot be told: the engine has a machine of its own then
     */
    public static ContainerPrivileges ofThisMachine() {
        try {
            return new ContainerPrivileges(Files.readString(Path.of("/proc/self/status"))
                    .lines()
                    .filter(line -> line.startsWith("CapBnd:"))
                    .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                    .allMatch(set -> (set >> CAP_SYS_RESOURCE & 1) == 1));
        } catch (IOException e) {
            return new ContainerPrivileges(true);
        }
    }

    List<String> flags() {
        List<String> privileges = all
                ? List.of("--privileged")
                : List.of(
                        "--cap-add=ALL",
                        "--cap-drop=SYS_RESOURCE",
                        "--security-opt=seccomp=unconfined",
                        "--security-opt=apparmor=unconfined",
                        "--security-opt=systempaths=unconfined",
                        "--device=/dev/kmsg");
        List<String> flags = new java.util.ArrayList<>(privileges);
        flags.addAll(List.of("--cgroupns=private", "--tmpfs=/run:exec", "--tmpfs=/tmp:exec"));
        return flags;
    }
}
