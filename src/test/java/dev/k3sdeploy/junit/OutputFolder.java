package dev.k3sdeploy.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.platform.engine.OutputDirectoryCreator;
import org.junit.platform.engine.TestDescriptor;

/** Where what tests attach goes: a folder for each. */
record OutputFolder(Path folder) implements OutputDirectoryCreator {
    @Override
    public Path getRootDirectory() {
        return folder;
    }

    @Override
    public Path createOutputDirectory(TestDescriptor test) throws IOException {
        return Files.createDirectories(
                folder.resolve(String.valueOf(test.getUniqueId().toString().hashCode())));
    }
}
