package dev.k3sdeploy.engine;

/**
 * A state that one machine shall be in. A task holds no state of its own and may be checked any number of times, from
 * any thread.
 *
 * <pre>{@code
 * record MessageOfTheDay(String text) implements Task {
 *     public String title() {
 *         return "Write /etc/motd";
 *     }
 *
 *     public Verdict check(Probe host) {
 *         return host.read("/etc/motd").filter(text::equals).isPresent()
 *                 ? Verdict.inPlace("it says so")
 *                 : Verdict.drift("write /etc/motd",
 *                         machine -> machine.run(Command.script("cat >/etc/motd").withStdin(text)));
 *     }
 * }
 * }</pre>
 */
public interface Task {
    /**
     * In the imperative: «Start service k3s».
     *
     * @return a title for people, without a full stop
     */
    String title();

    /**
     * How far the machine is from the state; changes nothing, and answers on a machine where nothing is installed.
     *
     * @param host the machine to look at
     * @return in place, or what is to be done
     */
    Verdict check(Probe host);
}
