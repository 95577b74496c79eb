package dev.k3sdeploy;

import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.RemoteProcess;
import java.util.concurrent.CountDownLatch;

/** One that may come too late, and tells its end. */
record LateConnection(Connection connection, CountDownLatch closed) implements Connection {
    @Override
    public RemoteProcess start(String commandLine) {
        return connection.start(commandLine);
    }

    @Override
    public String name() {
        return connection.name();
    }

    @Override
    public void close() {
        closed.countDown();
        connection.close();
    }

    /** As while a connection is being made, which no interrupt ends. */
    @SuppressWarnings("EmptyCatch")
    static void awaitUninterrupted(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // not heard
            }
        }
    }
}
