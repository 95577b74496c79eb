package dev.k3sdeploy.remote;

import dev.k3sdeploy.problem.K3sDeployException;

/** The login works, but the user cannot become root, or whom else the inventory names. */
public final class BecomeException extends K3sDeployException {
    public BecomeException(String summary, String hint) {
        super(summary, hint);
    }

    static BecomeException noTool(String machine, Become become) {
        String tools =
                String.join(" or ", become.tools().stream().map(BecomeTool::exe).toList());
        return new BecomeException(
                "On " + machine + ", the login user is not " + become.user() + " and there is no " + tools,
                "Log in as root (ansible_user: root), install sudo on the machine, or name another way: "
                        + "ansible_become_method (" + BecomeMethod.names() + ")");
    }

    static BecomeException noPassword(String machine, BecomeTool tool) {
        return new BecomeException(
                "On " + machine + ", " + tool + " asks for a password and none was given",
                "Set ansible_become_password, run again with --ask-become-pass, or allow the user " + tool
                        + " without one");
    }

    static BecomeException wrongPassword(String machine, BecomeTool tool, String said) {
        String whose = tool.method() == BecomeMethod.SU ? "; su asks for that of the user to become" : "";
        return new BecomeException(
                "On " + machine + ", " + tool + " refused the password" + (said.isEmpty() ? "" : ": " + said),
                "Check ansible_become_password or what was typed for --ask-become-pass; it was tried once only"
                        + whose);
    }

    static BecomeException refused(String machine, BecomeTool tool, String said) {
        String look = tool.method() == BecomeMethod.SUDO ? "`sudo -v`" : "`" + tool + "`";
        return new BecomeException(
                "On " + machine + ", " + tool + " refuses this user" + (said.isEmpty() ? "" : ": " + said),
                "See what " + look + " says on the machine");
    }

    static BecomeException noTerminal(String machine, BecomeTool tool) {
        return new BecomeException(
                "On " + machine + ", " + tool + " takes a password from a terminal only, and there is no `script` "
                        + "to make one",
                "Install it there (bsdutils on Debian, util-linux-script on Fedora, util-linux-misc on Alpine), use "
                        + "sudo, or log in as root");
    }
}
