package dev.k3sdeploy.remote.local;

import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.ConnectionContract;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.Session;
import dev.k3sdeploy.remote.SessionContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class LocalConnectionTest implements ConnectionContract, SessionContract {
    private final Connection connection = new LocalConnection();
    private Session session;

    @BeforeEach
    void open() {
        session = RootSession.open(connection, Become.NO);
    }

    @AfterEach
    void close() {
        session.close();
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
