package dev.k3sdeploy.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class have a cluster. Parameters of tests and of lifecycle methods get it: {@link
 * dev.k3sdeploy.Cluster}, {@link dev.k3sdeploy.k3s.Kubeconfig}, and where fabric8's client is on the class path its
 * {@code KubernetesClient}.
 *
 * <pre>{@code
 * @K3sCluster(lab = 2)
 * class GuestbookTest {
 *     @Test
 *     void nodesAreReady(KubernetesClient client) {
 *         assertEquals(2, client.nodes().list().getItems().size());
 *     }
 * }
 * }</pre>
 *
 * <p>Where the machines are absent, tests are skipped with the reason; with {@code K3SDEPLOY_LAB=required} in the
 * environment, or {@code k3sdeploy.lab=required} in JUnit's configuration, they fail instead. See {@link ClusterExtension} for what becomes of the cluster afterwards.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
public @interface K3sCluster {
    /**
     * A file or a folder, as for the command's {@code -i}.
     *
     * @return relative to the working directory; empty with {@link #lab}
     */
    String inventory() default "";

    /**
     * Containers that behave as VMs, in place of an inventory; needs Testcontainers on the class path.
     *
     * @return how many, the first of them the server
     */
    int lab() default 0;

    /**
     * Variables that win over the inventory's.
     *
     * @return as for the command's {@code -e}: {@code k3s_version=v1.33.5+k3s1}
     */
    String[] variables() default {};

    /**
     * How long the cluster lives.
     *
     * @return one cluster for the class where nothing is said
     */
    Scope scope() default Scope.CLASS;

    /**
     * Whether each test method works in a namespace of its own: kubeconfigs and clients that are injected into it are set
     * to it. Needs fabric8's client.
     *
     * @return no namespaces where nothing is said
     */
    boolean namespacePerTest() default false;
}
