package dev.k3sdeploy.remote.openssh;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/**
 * A process's standard output up to the word that says that it has started; what a login prints before is passed over.
 *
 * @param started whether the word came
 * @param stream the rest, or all that came where the word did not
 */
record StartedOutput(boolean started, InputStream stream) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_NOISE = 1 << 20;

    /** Waits for the word, for the end, or as long as patience lasts, and ends the process then. */
    static StartedOutput read(Process process, String word) throws IOException {
        Timer impatience = new Timer("k3sdeploy ssh start", true);
        try {
            impatience.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            process.destroy();
                        }
                    },
                    PATIENCE.toMillis());
            return read(process.getInputStream(), (word + "\n").getBytes(StandardCharsets.US_ASCII));
        } finally {
            impatience.cancel();
        }
    }

    private static StartedOutput read(InputStream stream, byte[] word) throws IOException {
        ByteArrayOutputStream noise = new ByteArrayOutputStream();
        // The word begins with a letter that does not occur in it again, so that a mismatch can only begin anew.
        int matched = 0;
        for (int b = stream.read(); b >= 0; b = stream.read()) {
            matched = b == word[matched] ? matched + 1 : b == word[0] ? 1 : 0;
            if (matched == word.length) {
                return new StartedOutput(true, stream);
            }
            if (noise.size() < MOST_NOISE) {
                noise.write(b);
            }
        }
        return new StartedOutput(false, new SequenceInputStream(new ByteArrayInputStream(noise.toByteArray()), stream));
    }
}
