package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.ConnectionContract;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.Session;
import dev.k3sdeploy.remote.SessionContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract over sshj, with a server in this process. */
class SshConnectionTest implements ConnectionContract, SessionContract {
    @TempDir
    private static Path folder;

    private static EmbeddedSshd sshd;
    private Connection connection;
    private Session session;

    @BeforeAll
    static void start() throws IOException {
        sshd = new EmbeddedSshd(folder).start();
    }

    @BeforeEach
    void open() {
        connection = sshd.connector().connect(sshd.endpoint());
        session = RootSession.open(connection, Become.NO);
    }

    @AfterEach
    void close() {
        session.close();
    }

    @AfterAll
    static void stop() throws IOException {
        sshd.close();
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public Session session() {
        return session;
    }
}
