package dev.k3sdeploy.engine;

import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.Content;
import java.time.Duration;

/** A machine to change; only fixes get one. */
public interface Machine extends Probe {
    /** Another machine of the same run, which may be changed too: a node is drained through its server. */
    @Override
    Machine peer(Target other);

    /**
     * Runs a command that must succeed.
     *
     * @param command with root's rights; see {@link Command}
     * @return how it ended: with 0
     * @throws CommandFailedException with the command, its exit status and its errors when it does not end with 0
     * @throws dev.k3sdeploy.remote.CommandTimeoutException when its deadline passed
     */
    CommandResult run(Command command);

    /**
     * Restarts the machine and comes back to it; whoever else asks for it waits until then.
     *
     * @param within how long the machine may take
     * @throws dev.k3sdeploy.problem.UnreachableException when it has not come back in time
     */
    void reboot(Duration within);

    /**
     * As {@link #run}, with a long standard input; progress is told to who watches the run.
     *
     * @param command reads standard input to its end
     * @param content sent as it is read, never whole in memory
     * @return how it ended: with 0
     */
    CommandResult stream(Command command, Content content);
}
