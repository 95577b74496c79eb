package dev.k3sdeploy.artifact;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The smallest whole program for Linux: it ends at once, and says nothing. */
public final class ElfFixture {
    public static final int AMD64 = 62;
    public static final int ARM64 = 183;

    /** For amd64: {@code exit(0)}. */
    private static final byte[] CODE = {0x31, (byte) 0xff, (byte) 0xb8, 60, 0, 0, 0, 0x0f, 0x05};

    private static final int HEAD = 64;
    private static final int ENTRY = 56;
    private static final long ADDRESS = 0x400000;

    private ElfFixture() {}

    /** Runs on amd64 only, whatever its header says. */
    public static byte[] program(int machine) {
        int size = HEAD + ENTRY + CODE.length;
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        file.putShort((short) 2).putShort((short) machine).putInt(1);
        file.putLong(ADDRESS + HEAD + ENTRY).putLong(HEAD).putLong(0).putInt(0);
        file.putShort((short) HEAD).putShort((short) ENTRY).putShort((short) 1).position(HEAD);
        file.putInt(1).putInt(5).putLong(0).putLong(ADDRESS).putLong(ADDRESS);
        file.putLong(size).putLong(size).putLong(0x1000);
        file.put(CODE);
        return file.array();
    }
}
