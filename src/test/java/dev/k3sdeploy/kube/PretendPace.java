package dev.k3sdeploy.kube;

import java.time.Duration;

/** Time that passes by Kubernetes' turns: who waits lets it work, and has waited that long by their own clock. */
final class PretendPace implements Pace {
    private final PretendCluster cluster;
    private final ThreadLocal<Long> nanos = ThreadLocal.withInitial(() -> 0L);

    PretendPace(PretendCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public void pause(Duration length) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        nanos.set(nanos.get() + length.toNanos());
        cluster.turn();
    }
}
