package dev.k3sdeploy.kube.check;

import dev.k3sdeploy.kube.Check;
import dev.k3sdeploy.kube.CheckFailure;
import dev.k3sdeploy.kube.NotPossible;
import dev.k3sdeploy.kube.PodAccess;
import dev.k3sdeploy.kube.Sandbox;
import dev.k3sdeploy.kube.SeenNode;
import dev.k3sdeploy.kube.ShellPods;
import dev.k3sdeploy.kube.WishedCluster.NfsShare;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Files that outlive a pod. */
final class StorageChecks {
    static final List<Check> ALL = List.of(
            Check.withPods(
                    "volume",
                    "a PersistentVolumeClaim keeps its files when the pod is made anew",
                    StorageChecks::volume),
            Check.withPods("stateful-set", "a StatefulSet with a volume each", StorageChecks::statefulSet),
            Check.withPods("nfs", "a volume that pods on two nodes share (ReadWriteMany)", StorageChecks::nfs));

    private static final String FILE = "/data/note";
    private static final Quantity SIZE = new Quantity("16Mi");

    private StorageChecks() {}

    private static void requireDefaultClass(Sandbox sandbox) {
        if (SystemChecks.defaultStorageClasses(sandbox).isEmpty()) {
            throw new NotPossible("there is no default storage class: see the check storage-class");
        }
    }

    private static String volume(Sandbox sandbox) {
        requireDefaultClass(sandbox);
        claim(sandbox, "volume", "ReadWriteOnce", "");
        ShellPods pods = new ShellPods(sandbox);
        Pod first =
                ready(sandbox, pods.create("volume-1", mounting(pods, "volume").build()), "volume");
        say(sandbox, first, "echo kept >" + FILE);
        sandbox.client().resource(first).withGracePeriod(0).delete();
        Pod second =
                ready(sandbox, pods.create("volume-2", mounting(pods, "volume").build()), "volume");
        return "a file of " + first.getSpec().getNodeName() + " is " + read(sandbox, second) + " for the next pod";
    }

    private static String read(Sandbox sandbox, Pod pod) {
        PodAccess.Said said = say(sandbox, pod, "cat " + FILE);
        if (!said.out().strip().equals("kept")) {
            throw new CheckFailure(
                    "what one pod writes into the volume, another on "
                            + pod.getSpec().getNodeName() + " does not read: " + (said.out() + said.err()).strip(),
                    "");
        }
        return said.out().strip();
    }

    private static PodAccess.Said say(Sandbox sandbox, Pod pod, String script) {
        return PodChecks.shell(
                sandbox,
                pod.getMetadata().getName(),
                script,
                "exec on " + pod.getSpec().getNodeName());
    }

    /** A pod waits for its claim; why the claim waits is the better story. */
    private static Pod ready(Sandbox sandbox, Pod pod, String claim) {
        try {
            return new ShellPods(sandbox).ready(pod);
        } catch (CheckFailure e) {
            PersistentVolumeClaim seen = sandbox.client()
                    .persistentVolumeClaims()
                    .inNamespace(sandbox.namespace())
                    .withName(claim)
                    .get();
            String phase = seen == null || seen.getStatus() == null
                    ? "gone"
                    : seen.getStatus().getPhase();
            throw "Bound".equals(phase)
                    ? e
                    : new CheckFailure(
                            "the claim is " + phase + ", and so " + e.summary(),
                            "`kubectl -n kube-system get pods`: does the provisioner of the storage class run, and has its"
                                    + " disk room?");
        }
    }

    private static void claim(Sandbox sandbox, String name, String mode, String volume) {
        var claim = new PersistentVolumeClaimBuilder()
                .withMetadata(sandbox.named(name))
                .withNewSpec()
                .withAccessModes(mode)
                .withNewResources()
                .addToRequests("storage", SIZE)
                .endResources()
                .endSpec()
                .build();
        if (!volume.isEmpty()) {
            claim.getSpec().setStorageClassName(""); // none: no provisioner shall make one
            claim.getSpec().setVolumeName(volume);
        }
        sandbox.client()
                .persistentVolumeClaims()
                .inNamespace(sandbox.namespace())
                .resource(claim)
                .create();
    }

    private static io.fabric8.kubernetes.api.model.PodSpecBuilder mounting(ShellPods pods, String claim) {
        return pods.spec(ShellPods.IDLE)
                .editFirstContainer()
                .addNewVolumeMount()
                .withName("data")
                .withMountPath("/data")
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName("data")
                .withNewPersistentVolumeClaim()
                .withClaimName(claim)
                .endPersistentVolumeClaim()
                .endVolume();
    }

    private static String statefulSet(Sandbox sandbox) {
        requireDefaultClass(sandbox);
        sandbox.client()
                .apps()
                .statefulSets()
                .inNamespace(sandbox.namespace())
                .resource(withVolumes(sandbox))
                .create();
        for (String name : List.of("stateful-0", "stateful-1")) {
            Pod pod = sandbox.await(sandbox.within(), () -> pod(sandbox, name))
                    .orElseThrow(() -> new CheckFailure("the StatefulSet makes no pod " + name, ""));
            Pod running = ready(sandbox, pod, "data-" + name);
            String note = say(sandbox, running, "cat " + FILE).out().strip();
            if (!note.equals(name)) {
                throw new CheckFailure("the volume of " + name + " holds «" + note + "»", "");
            }
        }
        return "two pods, each with its own";
    }

    /** Each of its pods writes its name into a volume of its own. */
    private static StatefulSet withVolumes(Sandbox sandbox) {
        ShellPods pods = new ShellPods(sandbox);
        PodSpec spec = pods.spec("echo $POD_NAME >" + FILE + " && " + ShellPods.IDLE)
                .editFirstContainer()
                .addNewVolumeMount()
                .withName("data")
                .withMountPath("/data")
                .endVolumeMount()
                .endContainer()
                .build();
        return new StatefulSetBuilder()
                .withMetadata(sandbox.named("stateful"))
                .withNewSpec()
                .withServiceName("stateful")
                .withReplicas(2)
                .withNewSelector()
                .addToMatchLabels("app", "stateful")
                .endSelector()
                .withTemplate(pods.template("stateful", spec))
                .addNewVolumeClaimTemplate()
                .withNewMetadata()
                .withName("data")
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", SIZE)
                .endResources()
                .endSpec()
                .endVolumeClaimTemplate()
                .endSpec()
                .build();
    }

    private static Optional<Pod> pod(Sandbox sandbox, String name) {
        return Optional.ofNullable(sandbox.client()
                .pods()
                .inNamespace(sandbox.namespace())
                .withName(name)
                .get());
    }

    private static String nfs(Sandbox sandbox) {
        NfsShare share =
                sandbox.wished().nfs().orElseThrow(() -> new NotPossible("the inventory has no group nfs_server"));
        String name = Sandbox.PREFIX + sandbox.run() + "-nfs";
        sandbox.makeBeyondNamespaces(new PersistentVolumeBuilder()
                .withMetadata(sandbox.named(name))
                .withNewSpec()
                .withAccessModes("ReadWriteMany")
                .withCapacity(java.util.Map.of("storage", SIZE))
                .withPersistentVolumeReclaimPolicy("Retain")
                .withStorageClassName("")
                .withNewNfs()
                .withServer(share.server())
                .withPath(share.path())
                .endNfs()
                .endSpec()
                .build());
        claim(sandbox, "nfs", "ReadWriteMany", name);
        return shared(sandbox, share);
    }

    /** In a folder of its own, which goes at the end. */
    private static String shared(Sandbox sandbox, NfsShare share) {
        List<String> nodes = SeenNode.all(sandbox.client()).stream()
                .filter(SeenNode::takesPods)
                .map(SeenNode::name)
                .toList();
        String folder = "/data/" + Sandbox.PREFIX + sandbox.run();
        ShellPods pods = new ShellPods(sandbox);
        for (int at = 0; at < nodes.size(); at++) {
            PodSpec spec = mounting(pods, "nfs").withNodeName(nodes.get(at)).build();
            Pod pod = mounted(sandbox, pods.create("nfs-" + at, spec), share);
            PodAccess.Said said = say(
                    sandbox,
                    pod,
                    "mkdir -p " + folder + " && echo " + at + " >>" + folder + "/note && wc -l <" + folder + "/note");
            if (!Objects.equals(said.out().strip(), String.valueOf(at + 1))) {
                throw new CheckFailure(
                        "pods on " + nodes.get(at) + " do not share what others wrote to " + share.server() + ": "
                                + (said.out() + said.err()).strip(),
                        "See docs/nfs.md");
            }
        }
        var unused = PodChecks.shell(sandbox, "nfs-0", "rm -rf " + folder, "exec");
        return share.server() + ":" + share.path() + " on " + String.join(", ", nodes);
    }

    private static Pod mounted(Sandbox sandbox, Pod pod, NfsShare share) {
        try {
            return new ShellPods(sandbox).ready(pod);
        } catch (CheckFailure e) {
            throw new CheckFailure(
                    e.summary(),
                    "Can the node mount " + share.server() + ":" + share.path()
                            + "? It needs nfs-common, and the server must let it in (nfs_host): see docs/nfs.md");
        }
    }
}
