package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Output;
import dev.k3sdeploy.remote.Shell;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file of a machine's on its way here, piece by piece: what a command may print is bounded.
 *
 * @param size in bytes; what is written to the file meanwhile is left
 */
record Download(Probe machine, String path, long size) {
    private static final int PIECE = 4 << 20;

    static Download of(Machine machine, String path, long size) {
        return new Download(machine, path, size);
    }

    /** @throws K3sDeployException when fewer bytes came than were promised; the file here is then as it was */
    void to(Path file) {
        OwnerOnlyFile.write(file, out -> {
            for (long from = 0; from < size; from += PIECE) {
                out.write(piece(from, (int) Math.min(PIECE, size - from)));
            }
        });
    }

    private byte[] piece(long from, int length) throws IOException {
        Output read = machine.ask(
                        Command.script("tail -c +" + (from + 1) + " " + Shell.quote(path) + " | head -c " + length))
                .out();
        byte[] bytes = read.bytes();
        if (bytes.length != length || read.dropped() > 0) {
            throw new IOException(machine.target() + " sent " + bytes.length + " of " + length + " bytes at " + from);
        }
        return bytes;
    }
}
