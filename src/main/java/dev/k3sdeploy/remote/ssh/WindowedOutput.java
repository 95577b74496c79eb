package dev.k3sdeploy.remote.ssh;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.connection.channel.Channel;

/**
 * A process's standard input that never sends more than the other side has room for. Trap: sshj waits for room with the
 * stream's lock held; when the process ends meanwhile, the thread that reads the connection, and so each of its
 * channels, stands still behind that lock for 30 s.
 */
final class WindowedOutput extends OutputStream {
    private static final int PACKET = 32 * 1024;

    /** Scripts are shorter, and their answers come before the next; only what is longer may fill a line. */
    private static final int LONG = PACKET;

    private final Channel channel;
    private final Pace pace;
    private final OutputStream out;

    WindowedOutput(Channel channel, Pace pace) {
        this.channel = channel;
        this.pace = pace;
        this.out = channel.getOutputStream();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        for (int at = offset; at < end; ) {
            int size = (int) Math.min(Math.min(PACKET, end - at), room());
            size = length > LONG ? pace.allow(size) : size;
            out.write(bytes, at, size);
            out.flush();
            at += size;
        }
    }

    /** Looks again each millisecond: sshj tells nobody else, and a window holds many milliseconds' worth. */
    private long room() throws IOException {
        while (channel.isOpen()) {
            long room = channel.getRemoteWinSize();
            if (room > 0) {
                return room;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while sending");
            }
        }
        throw new IOException("the process does not read any more");
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
