package dev.k3sdeploy.k3s;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the servers log in to an external datastore with, beside its URL.
 *
 * @param options of config.yaml: {@code datastore-cafile} and its kin, each with the place of its file on the machines
 * @param files that k3sdeploy brings there, in {@link #FOLDER}; a name changes with its file's content, so that the option
 *     does too, and K3S is restarted
 */
public record DatastoreFiles(SortedMap<String, String> options, SortedMap<String, String> files) {
    /** Where the files are on a machine. */
    public static final String FOLDER = "/etc/rancher/k3s/datastore-tls";

    /** Nothing beside the URL. */
    public static final DatastoreFiles NONE = new DatastoreFiles(new TreeMap<>(), new TreeMap<>());

    /**
     * Takes copies, sorted.
     *
     * @param options {@link #options()}
     * @param files {@link #files()}
     */
    public DatastoreFiles {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }
}
