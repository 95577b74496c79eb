package dev.k3sdeploy.lab;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Notes the command lines of all processes of this machine, over and over until it is closed. */
final class ProcessWatch implements AutoCloseable {
    private final Set<String> commandLines = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::watch, "process watch");

    ProcessWatch() {
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (true) {
                ProcessHandle.allProcesses()
                        .forEach(process -> process.info().commandLine().ifPresent(commandLines::add));
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            // It has been closed.
        }
    }

    Set<String> commandLines() {
        return commandLines;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
