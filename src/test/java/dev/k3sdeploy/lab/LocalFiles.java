package dev.k3sdeploy.lab;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * What runs write on the control machine of a test: all files and folders but those that the test itself has put there.
 *
 * @param folder the control machine's
 * @param ofTheTest by their place below it
 */
record LocalFiles(Path folder, Set<String> ofTheTest) {
    /** From now on what comes is the runs'. */
    static LocalFiles from(ControlSide control) {
        LocalFiles none = new LocalFiles(control.folder(), Set.of("work/cluster.yml"));
        Set<String> there = new TreeSet<>(none.modes().keySet());
        there.addAll(none.ofTheTest());
        return new LocalFiles(control.folder(), there);
    }

    /** By the place below the control machine's folder, in which a time or a checksum is a «#». */
    Map<String, String> modes() {
        Map<String, String> modes = new TreeMap<>();
        for (Path file : all()) {
            try {
                modes.put(
                        place(file).replaceAll("\\d{8}-\\d{6}(-\\d+)?|[0-9a-f]{16,}|\\d{8,}", "#"),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)));
            } catch (NoSuchFileException e) {
                // It has gone meanwhile.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return modes;
    }

    /** By place, which secrets a file holds, a packed one too; only files with any. */
    Map<String, List<String>> secrets() {
        Map<String, List<String>> secrets = new TreeMap<>();
        for (Path file : all()) {
            List<String> found = Files.isRegularFile(file) ? Canaries.in(content(file)) : List.of();
            if (!found.isEmpty()) {
                secrets.put(place(file), found);
            }
        }
        return secrets;
    }

    private List<Path> all() {
        List<Path> found = new ArrayList<>();
        collect(folder, found);
        return found;
    }

    /** Not by Files.walk, which throws where a file goes while it looks. */
    private void collect(Path below, List<Path> found) {
        try (Stream<Path> files = Files.list(below)) {
            for (Path file : files.toList()) {
                if (!ofTheTest.contains(place(file)) && !place(file).matches("output\\d+\\.txt")) {
                    found.add(file);
                }
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    collect(file, found);
                }
            }
        } catch (NoSuchFileException e) {
            // It has been there.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String place(Path file) {
        return folder.relativize(file).toString();
    }

    private static String content(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b) {
                bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
