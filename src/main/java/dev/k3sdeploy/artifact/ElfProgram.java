package dev.k3sdeploy.artifact;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an ELF file says of itself (System V ABI, «Program Header»). A part of one must not be started: what the kernel
 * refuses as no program is given to a shell as a script, by the JDK as by execvp(3).
 *
 * @param machine the processor, by the number that ELF has for it
 * @param end how many bytes of the file are loaded, at least
 */
record ElfProgram(int machine, long end) {
    private static final int MAGIC = 0x464c457f;
    private static final int LOADED = 1;

    /** Where a header has its fields; addresses and lengths are as wide as the processor's words. */
    private enum Layout {
        WIDE(64, 32, 54, 56, 8, 32),
        NARROW(52, 28, 42, 44, 4, 16);

        private final int size;
        private final int programs;
        private final int entrySize;
        private final int entries;
        private final int offset;
        private final int length;

        Layout(int size, int programs, int entrySize, int entries, int offset, int length) {
            this.size = size;
            this.programs = programs;
            this.entrySize = entrySize;
            this.entries = entries;
            this.offset = offset;
            this.length = length;
        }

        private long word(ByteBuffer bytes, int at) {
            return this == WIDE ? bytes.getLong(at) : Integer.toUnsignedLong(bytes.getInt(at));
        }

        /** Where the last byte of a part that is loaded is followed by another; 0 for other parts. */
        private long end(ByteBuffer program) {
            return program.getInt(0) == LOADED ? word(program, offset) + word(program, length) : 0;
        }
    }

    /**
     * Reads the headers.
     *
     * @return empty when it is no ELF file; without an end when the headers themselves are not all there
     * @throws IOException when it cannot be read
     */
    static Optional<ElfProgram> of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() < 20) {
                return Optional.empty();
            }
            ByteBuffer ident = read(channel, 0, 20);
            if (ident.getInt(0) != MAGIC) {
                return Optional.empty();
            }
            Layout layout = ident.get(4) == 2 ? Layout.WIDE : Layout.NARROW;
            return Optional.of(new ElfProgram(Short.toUnsignedInt(ident.getShort(18)), end(channel, layout)));
        }
    }

    private static long end(FileChannel channel, Layout layout) throws IOException {
        try {
            ByteBuffer head = read(channel, 0, layout.size);
            int size = Short.toUnsignedInt(head.getShort(layout.entrySize));
            long programs = layout.word(head, layout.programs);
            long end = 0;
            for (int entry = 0; entry < Short.toUnsignedInt(head.getShort(layout.entries)); entry++) {
                end = Math.max(end, layout.end(read(channel, programs + (long) entry * size, size)));
            }
            return end == 0 ? Long.MAX_VALUE : end;
        } catch (EOFException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return Long.MAX_VALUE;
        }
    }

    private static ByteBuffer read(FileChannel channel, long at, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException();
            }
        }
        return bytes;
    }
}
