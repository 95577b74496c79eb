package dev.k3sdeploy.kube;

import dev.k3sdeploy.problem.Causes;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A pod as the API's streams reach it. */
final class LivePods implements PodAccess {
    private static final int PATIENCE_S = 60;

    private final KubernetesClient client;

    LivePods(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Said shell(String namespace, String pod, String script) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (ExecWatch watch = client.pods()
                .inNamespace(namespace)
                .withName(pod)
                .writingOutput(out)
                .writingError(err)
                .exec("sh", "-c", script)) {
            int status = watch.exitCode().get(PATIENCE_S, TimeUnit.SECONDS);
            return new Said(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } catch (TimeoutException e) {
            throw new IOException("the command did not end within " + PATIENCE_S + " s", e);
        } catch (ExecutionException | KubernetesClientException e) {
            throw new IOException(Causes.innermost(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public String logs(String namespace, String pod) throws IOException {
        try {
            return client.pods().inNamespace(namespace).withName(pod).getLog();
        } catch (KubernetesClientException e) {
            throw new IOException(Causes.innermost(e), e);
        }
    }

    @Override
    public String throughForwardedPort(String namespace, String pod, int port) throws IOException {
        try (LocalPortForward forward =
                client.pods().inNamespace(namespace).withName(pod).portForward(port)) {
            String here = InetAddress.getLoopbackAddress().getHostAddress();
            return new PlainWeb().get(here, forward.getLocalPort(), "localhost").text();
        } catch (KubernetesClientException e) {
            throw new IOException(Causes.innermost(e), e);
        }
    }
}
