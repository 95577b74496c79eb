package dev.k3sdeploy.kube;

import java.time.Duration;

/** Time, as checks see it pass while they wait. */
public interface Pace {
    /** The machine's own. */
    Pace REAL = new Pace() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration length) throws InterruptedException {
            Thread.sleep(length.toMillis());
        }
    };

    /** {@return nanoseconds; only differences mean something, and only on one thread} */
    long nanos();

    /**
     * Comes back when that time is over.
     *
     * @param length how long
     * @throws InterruptedException when the thread is interrupted meanwhile
     */
    void pause(Duration length) throws InterruptedException;
}
