package dev.k3sdeploy.artifact;

import dev.k3sdeploy.problem.Message;

/** Hears how a download goes. Called from several threads, never from two at once for one file. */
public interface DownloadProgress {
    /** For those who need not know. */
    DownloadProgress SILENT = (file, done, total) -> {};

    /**
     * Some more bytes are there.
     *
     * @param file the name of the file in the release
     * @param done bytes so far; falls back to 0 when the download had to start again
     * @param total bytes in all, or -1 when the server did not say
     */
    void downloaded(String file, long done, long total);

    /**
     * Something that explains a delay or a second download: a retry, a damaged cache, another run at work.
     *
     * @param text a line for a person
     */
    default void note(String text) {}

    /**
     * As {@link #note(String)}, in each language that there is.
     *
     * @param text a line for a person
     */
    default void note(Message text) {
        note(text.toString());
    }
}
