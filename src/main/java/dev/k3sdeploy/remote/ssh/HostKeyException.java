package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.problem.UnreachableException;
import java.io.IOException;
import java.nio.file.Path;

/** The machine's key is not the one it should be, or nobody knows it. Waiting does not help. */
public class HostKeyException extends UnreachableException {
    HostKeyException(Message summary, Message hint) {
        super(summary, hint, null);
    }

    /** Of k3sdeploy's own file. */
    static HostKeyException unwritable(Path file, IOException why) {
        return new HostKeyException(
                Message.of("host-key.unwritable", file, why), Message.of("host-key.unwritable.next"));
    }

    /** Nobody knows the key: a person may be asked. */
    static final class Unknown extends HostKeyException {
        private final transient KnownHost line;

        /** @param line what would be remembered */
        Unknown(KnownHost line, Message summary, Message hint) {
            super(summary, hint);
            this.line = line;
        }

        KnownHost line() {
            return line;
        }
    }
}
