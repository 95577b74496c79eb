package dev.k3sdeploy.remote;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;

/** The login works, but the user cannot become root, or whom else the inventory names. */
public final class BecomeException extends K3sDeployException {
    /**
     * A login user who cannot become root.
     *
     * @param summary on which machine, and what the program says
     * @param hint what to try next; may be empty
     */
    public BecomeException(Message summary, Message hint) {
        super(summary, hint);
    }

    static BecomeException noTool(String machine, Become become) {
        String tools =
                String.join(" or ", become.tools().stream().map(BecomeTool::exe).toList());
        return new BecomeException(
                Message.of("become.no-tool", machine, become.user(), tools),
                Message.of("become.no-tool.next", BecomeMethod.names()));
    }

    static BecomeException noPassword(String machine, BecomeTool tool) {
        return new BecomeException(
                Message.of("become.no-password", machine, tool), Message.of("become.no-password.next", tool));
    }

    static BecomeException wrongPassword(String machine, BecomeTool tool, String said) {
        Message hint = tool.method() == BecomeMethod.SU
                ? Message.of("become.wrong-password.next-su")
                : Message.of("become.wrong-password.next");
        return new BecomeException(Message.of("become.wrong-password", machine, tool, quoted(said)), hint);
    }

    static BecomeException refused(String machine, BecomeTool tool, String said) {
        String look = tool.method() == BecomeMethod.SUDO ? "sudo -v" : tool.toString();
        return new BecomeException(
                Message.of("become.refused", machine, tool, quoted(said)), Message.of("become.refused.next", look));
    }

    static BecomeException noTerminal(String machine, BecomeTool tool) {
        return new BecomeException(
                Message.of("become.no-terminal", machine, tool), Message.of("become.no-terminal.next"));
    }

    /** What a program has said, after what is said of it; nothing, where it said nothing. */
    static String quoted(String said) {
        return said.isEmpty() ? "" : ": " + said;
    }
}
