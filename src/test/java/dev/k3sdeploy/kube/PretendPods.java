package dev.k3sdeploy.kube;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pods that answer what the scripts of the checks ask, as far as the cluster's faults let them. */
final class PretendPods implements PodAccess {
    private static final Pattern PEER = Pattern.compile("http://([0-9.]+):8080/ [^&]*?s/\\^/(\\S+) /'");
    private static final Pattern PAGE = Pattern.compile("wget -q -O - http://([^:/]+)");

    private final PretendCluster cluster;
    private final Map<String, Integer> notes = new HashMap<>();
    private int nfsLines;

    PretendPods(PretendCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public synchronized Said shell(String namespace, String pod, String script) throws IOException {
        refuseWithoutWay();
        String node = cluster.pod(namespace, pod).getSpec().getNodeName();
        if (script.contains("$((6 * 7))")) {
            return said("42");
        } else if (script.equals("id -u")) {
            return said(cluster.has(Fault.ROOT_ANYWAY) ? "0" : "65534");
        } else if (script.startsWith("nslookup kubernetes.")) {
            return answered(!cluster.has(Fault.COREDNS_DOWN) && crosses(node, PretendCluster.SERVER));
        } else if (script.startsWith("nslookup")) {
            return answered(!cluster.has(Fault.NO_NAMES_OUTSIDE) && !cluster.has(Fault.NO_INTERNET));
        } else if (script.endsWith("wait")) {
            return peers(node, script);
        } else if (script.contains("timeout 4 wget")) {
            boolean manyTimes = script.contains("seq");
            return answered(page(namespace, node, script) && !(manyTimes && cluster.isSplit()));
        }
        return files(pod, script);
    }

    private void refuseWithoutWay() throws IOException {
        if (cluster.has(Fault.KUBELET_PORT_CLOSED)) {
            throw new IOException("error dialing backend: dial tcp 192.168.50.202:10250: i/o timeout");
        }
    }

    private boolean crosses(String from, String to) {
        return from.equals(to) || !cluster.isSplit();
    }

    private Said peers(String node, String script) {
        StringBuilder out = new StringBuilder();
        Matcher peer = PEER.matcher(script);
        while (peer.find()) {
            String to = peer.group(2);
            out.append(to)
                    .append(' ')
                    .append(crosses(node, to) ? cluster.podAt(peer.group(1)) : "-")
                    .append('\n');
        }
        return said(out.toString());
    }

    private boolean page(String namespace, String node, String script) {
        Matcher page = PAGE.matcher(script);
        if (!page.find()) {
            throw new IllegalArgumentException(script);
        }
        String host = page.group(1);
        if (host.startsWith("10.42.")) {
            return cluster.has(Fault.POLICY_IGNORED) || !cluster.hasPolicy(namespace);
        } else if (host.startsWith("10.43.")) {
            return !cluster.has(Fault.PROXY_RULES_MISSING) && crosses(node, PretendCluster.SERVER);
        }
        return !cluster.has(Fault.COREDNS_DOWN);
    }

    private Said files(String pod, String script) {
        if (script.startsWith("echo kept")) {
            notes.put("volume", 1);
            return said("");
        } else if (script.startsWith("mkdir -p /data")) {
            nfsLines = cluster.has(Fault.VOLUME_FORGETS) ? 1 : nfsLines + 1;
            return said(String.valueOf(nfsLines));
        } else if (script.startsWith("cat") && pod.startsWith("stateful")) {
            return said(cluster.has(Fault.VOLUME_FORGETS) ? "stateful-0" : pod);
        } else if (script.startsWith("cat")) {
            return cluster.has(Fault.VOLUME_FORGETS) || notes.isEmpty()
                    ? new Said(1, "", "cat: can't open '/data/note'")
                    : said("kept");
        } else if (script.startsWith("rm -rf /data/")) {
            return said("");
        }
        throw new IllegalArgumentException(script);
    }

    private static Said said(String text) {
        return new Said(0, text + "\n", "");
    }

    private static Said answered(boolean well) {
        return well ? said("web") : new Said(1, "", "wget: download timed out");
    }

    @Override
    public String logs(String namespace, String pod) throws IOException {
        refuseWithoutWay();
        Pod seen = cluster.pod(namespace, pod);
        if (seen.getMetadata().getLabels().containsValue("pi")) {
            return cluster.has(Fault.WRONG_PI) ? "3\n" : "3.1416\n";
        }
        return cluster.has(Fault.DEAF_LOGS) ? "" : "serving as " + pod + "\n";
    }

    @Override
    public String throughForwardedPort(String namespace, String pod, int port) throws IOException {
        refuseWithoutWay();
        return cluster.has(Fault.OTHER_PAGES) ? "<h1>hello</h1>" : pod + "\n";
    }
}
