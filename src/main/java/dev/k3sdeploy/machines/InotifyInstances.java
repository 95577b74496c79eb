package dev.k3sdeploy.machines;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is left of {@code fs.inotify.max_user_instances} (inotify(7)), which root's containers share with root: without one
 * systemd does not start.
 *
 * @param limit of each user; empty where this kernel tells none, as off Linux
 * @param usedUp whether this process's user gets no more of them; another user than root may have them where root has not
 */
record InotifyInstances(Optional<String> limit, boolean usedUp) {
    private static final Path LIMIT = Path.of("/proc/sys/fs/inotify/max_user_instances");

    /** About what one container's systemd takes before its services do. */
    private static final int OF_ONE_CONTAINER = 4;

    static InotifyInstances ofThisMachine() {
        try {
            return new InotifyInstances(Optional.of(Files.readString(LIMIT).strip()), areUsedUp());
        } catch (IOException e) {
            return new InotifyInstances(Optional.empty(), false);
        }
    }

    /** Java's watch of a folder is an inotify instance. */
    private static boolean areUsedUp() {
        List<WatchService> taken = new ArrayList<>();
        try {
            while (taken.size() < OF_ONE_CONTAINER) {
                taken.add(FileSystems.getDefault().newWatchService());
            }
            return false;
        } catch (IOException e) {
            return true;
        } finally {
            taken.forEach(InotifyInstances::giveBack);
        }
    }

    private static void giveBack(WatchService watch) {
        try {
            watch.close();
        } catch (IOException e) {
            // The kernel takes it back when this process ends.
        }
    }
}
