package dev.k3sdeploy.kube;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/** HTTP/1.0 over a socket: the JDK's clients do not let a program name another host than the one that they connect to. */
final class PlainWeb implements Web {
    private static final int PATIENCE_MS = 5_000;
    private static final int ENOUGH = 64 * 1024;

    @Override
    public Page get(String address, int port, String name) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream()
                    .write(("GET / HTTP/1.0\r\nHost: " + name + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return page(socket.getInputStream());
        }
    }

    @Override
    public boolean resolves(String name) {
        try {
            return InetAddress.getAllByName(name).length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Page page(InputStream stream) throws IOException {
        String answer = new String(stream.readNBytes(ENOUGH), StandardCharsets.UTF_8);
        if (!answer.matches("(?s)HTTP/1\\.[01] \\d{3}\\b.*")) {
            throw new IOException("what answers is no web server");
        }
        int body = answer.indexOf("\r\n\r\n");
        return new Page(Integer.parseInt(answer.substring(9, 12)), body < 0 ? "" : answer.substring(body + 4));
    }
}
