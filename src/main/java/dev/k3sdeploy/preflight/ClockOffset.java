package dev.k3sdeploy.preflight;

/**
 * By how many seconds a clock is ahead of this machine's: somewhere between two values, because the answer took a while.
 */
record ClockOffset(long least, long most) {
    static final ClockOffset UNKNOWN = new ClockOffset(Long.MIN_VALUE / 4, Long.MAX_VALUE / 4);

    /**
     * Of a clock that was read between two moments of this machine's clock.
     *
     * @param read what it said, in seconds, rounded down
     */
    static ClockOffset of(long read, long before, long after) {
        return new ClockOffset(read - after, read + 1 - before);
    }

    /** By how much this clock is ahead of the other for certain; negative when it is behind. */
    long aheadOf(ClockOffset other) {
        if (least > other.most) {
            return least - other.most;
        }
        return most < other.least ? most - other.least : 0;
    }
}
