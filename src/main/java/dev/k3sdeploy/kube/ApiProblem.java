package dev.k3sdeploy.kube;

import dev.k3sdeploy.problem.Causes;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** What the API, or the way to it, said instead of an answer. */
public final class ApiProblem {
    private ApiProblem() {}

    /**
     * In a line.
     *
     * @param problem of the client
     * @return what the API or the network says
     */
    public static String text(KubernetesClientException problem) {
        if (problem.getStatus() != null && problem.getStatus().getMessage() != null) {
            return "the API answers " + problem.getCode() + ": "
                    + problem.getStatus().getMessage();
        }
        if (problem.getCode() > 0) {
            return "the API answers " + problem.getCode();
        }
        return "the API does not answer: " + Causes.innermost(problem);
    }

    /**
     * What to try next.
     *
     * @param problem of the client
     * @return empty when there is nothing to say
     */
    public static String hint(KubernetesClientException problem) {
        return switch (problem.getCode()) {
            case 401, 403 ->
                "The kubeconfig may be of a cluster that was made anew: `k3sdeploy kubeconfig` brings it again";
            case 0 -> "See `k3sdeploy status`";
            default -> "";
        };
    }
}
