package dev.k3sdeploy.lab;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * What runs have written on the control machine of a test, but for the test's own inventory, key and outputs.
 *
 * @param modes by the place below the control machine's folder; numbers that differ from run to run are a «#»
 */
record LocalFiles(Path folder, Map<String, String> modes) {
    private static final List<String> OF_THE_TEST = List.of("key", "key.pub", "work/cluster.yml", "work", "home", "");

    static LocalFiles of(ControlSide control) {
        Map<String, String> modes = new TreeMap<>();
        for (Path file : all(control.folder())) {
            String name = control.folder().relativize(file).toString();
            if (OF_THE_TEST.contains(name) || name.matches("output\\d+\\.txt")) {
                continue;
            }
            try {
                String mode =
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
                modes.put(name.replaceAll("\\d{8}-\\d{6}(-\\d+)?", "#").replaceAll("[0-9a-f]{16,}", "#"), mode);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new LocalFiles(control.folder(), modes);
    }

    private static List<Path> all(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files that hold the text, packed ones too. */
    List<String> with(String text) {
        List<String> found = new ArrayList<>();
        for (Path file : all(folder)) {
            String name = folder.relativize(file).toString();
            if (Files.isRegularFile(file)
                    && !OF_THE_TEST.contains(name)
                    && content(file).contains(text)) {
                found.add(name);
            }
        }
        return found;
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
