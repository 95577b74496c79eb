package dev.k3sdeploy.remote.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/** The way to an ssh-agent: a Unix socket, or the pipe of Windows' OpenSSH. */
record AgentPipe(InputStream in, OutputStream out, Closeable end) implements Closeable {
    /** Where Windows' OpenSSH listens. */
    static final String WINDOWS = "\\\\.\\pipe\\openssh-ssh-agent";

    /** @param address the path of a socket, or the name of a Windows pipe */
    static AgentPipe open(String address) throws IOException {
        return address.startsWith("\\\\.\\pipe\\") ? windows(address) : unix(address);
    }

    private static AgentPipe unix(String path) throws IOException {
        SocketChannel channel;
        try {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        } catch (IllegalArgumentException e) {
            throw new IOException("that is no path of a socket", e);
        }
        return new AgentPipe(Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
    }

    /** A pipe of Windows: one handle for both ways, on which only one thing at a time can be done. */
    interface Handle extends Closeable {
        int read(byte[] bytes, int offset, int length) throws IOException;

        void write(byte[] bytes, int offset, int length) throws IOException;
    }

    private static AgentPipe windows(String name) throws IOException {
        RandomAccessFile pipe = new RandomAccessFile(name, "rw");
        return of(new Handle() {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return pipe.read(bytes, offset, length);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                pipe.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                pipe.close();
            }
        });
    }

    static AgentPipe of(Handle pipe) {
        InputStream in = new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return pipe.read(bytes, offset, length);
            }
        };
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                pipe.write(bytes, offset, length);
            }
        };
        return new AgentPipe(in, out, pipe);
    }

    @Override
    public void close() throws IOException {
        end.close();
    }
}
