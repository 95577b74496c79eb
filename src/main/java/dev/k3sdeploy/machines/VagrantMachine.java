package dev.k3sdeploy.machines;

/**
 * A machine of a Vagrantfile.
 *
 * @param name in the Vagrantfile
 * @param provider {@code virtualbox}, {@code libvirt}, …
 * @param state Vagrant's word for it: {@code running}, {@code not_created}, {@code poweroff}, {@code saved}, …
 */
public record VagrantMachine(String name, String provider, String state) {
    /** {@return whether one can log in} */
    public boolean running() {
        return state.equals("running");
    }

    /** {@return the state as people say it} */
    public String condition() {
        return state.replace('_', ' ');
    }
}
