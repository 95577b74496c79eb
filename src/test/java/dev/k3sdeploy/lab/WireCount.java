package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.remote.ssh.DelayedPort;
import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * What goes over the line to the machine that sees most of it.
 *
 * @param turns how often this side spoke after the other one had: round trips
 * @param bytes both ways together, SSH's own included
 */
record WireCount(int connections, int turns, long bytes) {
    /** A line that takes so long there and back that what belongs together arrives together. */
    private static final Duration FAR = Duration.ofMillis(40);

    /** Of one {@code up} of a cluster that is up. */
    static WireCount ofUnchangedUp(LabHosts lab) throws IOException {
        List<DelayedPort> lines = new ArrayList<>();
        StringBuilder config = new StringBuilder();
        for (LabHost host : lab.all()) {
            DelayedPort line = new DelayedPort(new InetSocketAddress(host.address(), 22), FAR);
            lines.add(line);
            config.append("Host %s\n  HostName 127.0.0.1\n  Port %d\n".formatted(host.address(), line.port()));
        }
        Files.writeString(lab.control().work().resolve("far"), config);

        JsonRun up = lab.control().json(lab.inventory(), "up", "-F", "far");

        assertThat(up.count("changed")).as("%s", up).isZero();
        for (DelayedPort line : lines) {
            line.close();
        }
        return new WireCount(
                lines.stream().mapToInt(DelayedPort::connections).max().orElseThrow(),
                lines.stream().mapToInt(DelayedPort::turns).max().orElseThrow(),
                lines.stream().mapToLong(DelayedPort::bytes).max().orElseThrow());
    }

    /** What is written in {@code bench/wire.properties}: with the simulator, one server and two agents. */
    static WireCount committed() throws IOException {
        Properties figures = new Properties();
        try (Reader in = Files.newBufferedReader(Lab.repository().resolve("bench/wire.properties"))) {
            figures.load(in);
        }
        return new WireCount(
                Integer.parseInt(figures.getProperty("unchanged-up.connections")),
                Integer.parseInt(figures.getProperty("unchanged-up.turns")),
                Long.parseLong(figures.getProperty("unchanged-up.bytes")));
    }

    WireCount least(WireCount other) {
        return new WireCount(
                Math.min(connections, other.connections), Math.min(turns, other.turns), Math.min(bytes, other.bytes));
    }
}
