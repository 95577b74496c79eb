package dev.k3sdeploy.artifact;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * The sha256 of this machine's large files, remembered until they are touched: to hash the 72 MB of K3S, or some hundred of
 * images, would take most of a run that has nothing to do. What is sent is hashed once more by the machine that gets it.
 *
 * @param folder one small file for each hashed one; need not exist
 */
record KnownHashes(Path folder) {
    /** A clock may stand still for so long: what changed just before it was hashed may change again unseen. */
    private static final Duration YOUNG = Duration.ofSeconds(3);

    static KnownHashes in(Path cache) {
        return new KnownHashes(cache.resolve("sha256"));
    }

    VerifiedFile of(Path file) throws IOException {
        String name = name(file);
        Path memo = folder.resolve(name);
        List<String> identity = identity(file);
        if (Files.isReadable(memo)) {
            List<String> known = Files.readAllLines(memo);
            if (known.size() == identity.size() + 1
                    && known.subList(1, known.size()).equals(identity)) {
                return new VerifiedFile(file, known.get(0), Files.size(file));
            }
        }
        VerifiedFile found = Sha256.of(file);
        if (identity.equals(identity(file)) && isOld(file)) {
            remember(name, found.sha256(), identity);
        }
        return found;
    }

    private static boolean isOld(Path file) throws IOException {
        return Files.getLastModifiedTime(file)
                .toInstant()
                .isBefore(Instant.now().minus(YOUNG));
    }

    /** Whoever writes to a file changes one of these; where there is an inode, even who sets its time back. */
    private static List<String> identity(Path file) throws IOException {
        BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
        String changed = file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? String.valueOf(Files.getAttribute(file, "unix:ctime"))
                : String.valueOf(basic.creationTime());
        return List.of(
                file.toAbsolutePath().toString(),
                basic.size() + " " + basic.lastModifiedTime() + " " + changed + " " + basic.fileKey());
    }

    /** Where nothing can be written the file is hashed each time. */
    private void remember(String name, String sha256, List<String> identity) {
        try {
            CacheFolder.create(folder);
            PartFile.text(folder, name, sha256 + "\n" + String.join("\n", identity) + "\n");
        } catch (K3sDeployException e) {
            return;
        }
    }

    private static String name(Path file) {
        byte[] path = file.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Sha256.digest().digest(path)).substring(0, 32);
    }
}
