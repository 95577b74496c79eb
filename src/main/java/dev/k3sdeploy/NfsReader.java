package dev.k3sdeploy;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.nfs.NfsServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One host of the group {@code nfs_server}. */
final class NfsReader {
    /** The group whose hosts serve a folder by NFS; they may be nodes, too. */
    static final String GROUP = "nfs_server";

    private static final String DATA_DIR = "nfs_data_dir";
    private static final String HOST = "nfs_host";
    private static final String CLIENT = "[A-Za-z0-9*?@._:/\\[\\]-]+";

    private NfsReader() {}

    static NfsServer read(HostValues values, HostConnection connection) {
        String folder = values.parsed(DATA_DIR, NfsReader::folder).orElse("/var/nfs-data");
        boolean hidden = connection.local()
                || connection.address().startsWith("127.")
                || values.text(InventoryReader.VAGRANT_SSH_HOST).isPresent();
        return new NfsServer(
                new Target(values.host().name()),
                hidden ? values.text(K3sVariables.NODE_IP) : Optional.of(connection.address()),
                folder,
                clients(values),
                values.text(K3sVariables.AIRGAP_DIR).isPresent());
    }

    private static List<String> clients(HostValues values) {
        List<String> clients = new ArrayList<>();
        for (String text : values.list(HOST, List.of("192.168.0.0/16"))) {
            for (String client : text.strip().split("[\\s,]+", 0)) {
                if (client.matches(CLIENT)) {
                    clients.add(client);
                } else {
                    values.problem(
                            HOST,
                            "has «" + client + "», which is no client of exports(5)",
                            "write a network, an address or a name: 192.168.50.0/24");
                }
            }
        }
        return clients;
    }

    private static String folder(String text) {
        if (!text.matches("(/[A-Za-z0-9_][A-Za-z0-9._-]*)+")) {
            throw new IllegalArgumentException("is «" + text
                    + "», which is not an absolute path of letters, digits, dots, dashes and underscores");
        }
        return text;
    }
}
