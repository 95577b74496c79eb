package dev.k3sdeploy.lab;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fresh machines for one test class, and a control machine for them. They boot in three seconds, so no class shares them
 * with another. Made with Testcontainers and given to the product as plain machines with addresses and a key, so that it
 * takes the way that it takes with any VM; LabCommandIT is for the containers that the product makes by itself.
 */
final class LabHosts implements BeforeAllCallback, AfterAllCallback {
    private final List<String> names;
    private final BiFunction<String, String, LabHost> machine;
    private List<LabHost> hosts = List.of();
    private ControlSide control = ControlSide.NONE;
    private boolean reboot;
    private @Nullable LabNetwork network;

    private LabHosts(List<String> names, BiFunction<String, String, LabHost> machine) {
        this.names = names;
        this.machine = machine;
    }

    /** The first is the server. */
    static LabHosts named(String... names) {
        return new LabHosts(List.of(names), LabHost::new);
    }

    /** The same without systemd. */
    static LabHosts withOpenRc(String... names) {
        return new LabHosts(List.of(names), LabHost::withOpenRc);
    }

    /** A container ends when its machine reboots; these come back, under their addresses. */
    LabHosts thatReboot() {
        reboot = true;
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Lab.requireHosts();
        control = ControlSide.create();
        hosts = names.stream()
                .map(name -> machine.apply(name, control.authorizedKey()))
                .toList();
        if (reboot) {
            LabNetwork own = LabNetwork.create();
            network = own;
            hosts.forEach(host -> host.joins(own));
        }
        atOnce(LabHost::start);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        atOnce(LabHost::close);
        if (network != null) {
            network.close();
        }
        control.close();
    }

    /** On all machines, each in a thread of its own. */
    void atOnce(Consumer<LabHost> action) {
        hosts.parallelStream().forEach(action);
    }

    List<LabHost> all() {
        return hosts;
    }

    LabHost server() {
        return hosts.get(0);
    }

    List<LabHost> agents() {
        return hosts.subList(1, hosts.size());
    }

    ControlSide control() {
        return control;
    }

    /** An inventory of all machines. */
    LabInventory inventory() {
        return LabInventory.of(this);
    }

    Stream<String> names() {
        return names.stream();
    }
}
