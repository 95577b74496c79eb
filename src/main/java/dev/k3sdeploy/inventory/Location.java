package dev.k3sdeploy.inventory;

/**
 * Where something was written.
 *
 * @param source the file as the user would name it, or what else it came from («-e k3s_version»)
 * @param line counted from 1; 0 when it belongs to no line
 * @param column counted from 1; 0 when unknown
 */
public record Location(String source, int line, int column) {
    static Location of(String source) {
        return new Location(source, 0, 0);
    }

    /** {@code file:line:column}, as far as known. */
    @Override
    public String toString() {
        if (line == 0) {
            return source;
        }
        return column == 0 ? source + ":" + line : source + ":" + line + ":" + column;
    }
}
