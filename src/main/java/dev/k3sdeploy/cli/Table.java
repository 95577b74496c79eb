package dev.k3sdeploy.cli;

import java.util.List;

/** Rows of texts under each other. */
final class Table {
    private Table() {}

    /** Prints them, the first row with the columns' names. */
    static void print(List<List<String>> rows, Terminal terminal) {
        int columns = rows.get(0).size();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                int at = column;
                int width =
                        rows.stream().mapToInt(r -> r.get(at).length()).max().orElse(0);
                line.append(row.get(column))
                        .append(" ".repeat(width - row.get(column).length() + 3));
            }
            terminal.line(line.toString().stripTrailing());
        }
    }
}
