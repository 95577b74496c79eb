package dev.k3sdeploy.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** Where the body of an answer goes, over one or more tries. One thread at a time. */
interface Sink {
    /** What to ask with: a Range, when a part is there already. */
    Map<String, String> requestHeaders();

    /** A body follows. An IOException means that this answer is of no use, and that another try may be. */
    void begin(Answer answer) throws IOException;

    void write(ByteBuffer bytes) throws IOException;

    /** Forget what came so far. */
    void restart();

    /** Bytes kept so far. */
    long received();
}
