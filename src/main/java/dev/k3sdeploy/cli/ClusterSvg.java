package dev.k3sdeploy.cli;

import dev.k3sdeploy.Topology;
import java.util.List;

/** A cluster as a picture: what is in front of the servers, the servers, the agents, from top to bottom. */
final class ClusterSvg {
    private static final int CARD_WIDTH = 168;
    private static final int CARD_HEIGHT = 54;
    private static final int GAP = 16;
    private static final int MARGIN = 24;
    private static final int CAPTION = 30;
    private static final int LINK = 46;
    private static final int MOST_COLUMNS = 5;

    /** Roughly what a card has room for in each of its two lines. */
    private static final int NAME_LENGTH = 19;

    private static final int ADDRESS_LENGTH = 23;

    private static final String STYLE = """
            <style>
              text { font-family: system-ui, "DejaVu Sans", sans-serif; fill: #1f2937; text-anchor: middle }
              .title { font-size: 18px; font-weight: 600 }
              .caption { font-size: 12px; fill: #4b5563; text-anchor: start }
              .name { font-size: 14px; font-weight: 600 }
              .address { font-size: 12px; fill: #4b5563 }
              .note { font-size: 11px; fill: #4b5563; text-anchor: start }
              .servers { fill: #eff6ff; stroke: #93c5fd }
              .agents { fill: #f0fdf4; stroke: #86efac }
              .card { fill: #ffffff; stroke: #9ca3af }
              .link { stroke: #6b7280; stroke-width: 1.5; fill: none; marker-end: url(#arrow) }
            </style>
            <defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
              <path d="M0 0 L8 4 L0 8 z" fill="#6b7280"/></marker></defs>
            """;

    private final Topology cluster;
    private final int columns;
    private final int width;
    private final StringBuilder body = new StringBuilder();
    private int y = MARGIN;

    private ClusterSvg(Topology cluster) {
        this.cluster = cluster;
        this.columns = Math.min(
                MOST_COLUMNS,
                Math.max(2, Math.max(cluster.servers().size(), cluster.agents().size())));
        this.width = 2 * MARGIN + groupWidth();
    }

    /** A whole file. */
    static String of(Topology cluster) {
        ClusterSvg picture = new ClusterSvg(cluster);
        picture.draw();
        int height = picture.y + MARGIN;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + picture.width + "\" height=\"" + height
                + "\" viewBox=\"0 0 " + picture.width + " " + height + "\" role=\"img\">\n<title>Cluster "
                + escaped(cluster.name()) + "</title>\n" + STYLE
                + "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
                + picture.body + "</svg>";
    }

    private int groupWidth() {
        return columns * CARD_WIDTH + (columns + 1) * GAP;
    }

    private void draw() {
        text("title", width / 2, y + 14, cluster.name());
        y += CAPTION + 4;
        cluster.endpoint().ifPresent(endpoint -> {
            card((width - CARD_WIDTH) / 2, new Topology.Machine("API endpoint", endpoint));
            y += CARD_HEIGHT;
            link(false, "");
        });
        String servers = cluster.servers().size() == 1 ? "Server" : "Servers";
        group("servers", servers + " · " + cluster.storage(), cluster.servers());
        if (!cluster.agents().isEmpty()) {
            link(true, "join, port 6443");
            group("agents", cluster.agents().size() == 1 ? "Agent" : "Agents", cluster.agents());
        }
    }

    private void group(String style, String caption, List<Topology.Machine> machines) {
        int rows = (machines.size() + columns - 1) / columns;
        int height = CAPTION + rows * (CARD_HEIGHT + GAP);
        body.append("<rect class=\"")
                .append(style)
                .append("\" rx=\"12\"")
                .append(place(MARGIN, y, groupWidth(), height));
        text("caption", MARGIN + GAP, y + 20, caption);
        y += CAPTION;
        for (int row = 0; row < rows; row++) {
            List<Topology.Machine> cards =
                    machines.subList(row * columns, Math.min(machines.size(), (row + 1) * columns));
            int x = (width - cards.size() * (CARD_WIDTH + GAP) + GAP) / 2;
            for (Topology.Machine machine : cards) {
                card(x, machine);
                x += CARD_WIDTH + GAP;
            }
            y += CARD_HEIGHT + GAP;
        }
    }

    private void card(int x, Topology.Machine machine) {
        body.append("<g><title>")
                .append(escaped((machine.name() + " " + machine.address()).strip()))
                .append("</title><rect class=\"card\" rx=\"8\"")
                .append(place(x, y, CARD_WIDTH, CARD_HEIGHT));
        int middle = x + CARD_WIDTH / 2;
        boolean alone = machine.address().isEmpty();
        text("name", middle, y + (alone ? 32 : 23), shortened(machine.name(), NAME_LENGTH));
        if (!alone) {
            text("address", middle, y + 42, shortened(machine.address(), ADDRESS_LENGTH));
        }
        body.append("</g>\n");
    }

    private void link(boolean up, String note) {
        int from = up ? y + LINK - 4 : y + 4;
        int to = up ? y + 4 : y + LINK - 4;
        body.append("<path class=\"link\" d=\"M" + width / 2 + " " + from + " V" + to + "\"/>\n");
        if (!note.isEmpty()) {
            text("note", width / 2 + 10, y + LINK / 2 + 4, note);
        }
        y += LINK;
    }

    private void text(String style, int x, int baseline, String text) {
        body.append("<text class=\"")
                .append(style)
                .append("\" x=\"")
                .append(x)
                .append("\" y=\"")
                .append(baseline);
        body.append("\">").append(escaped(text)).append("</text>\n");
    }

    private static String place(int x, int y, int width, int height) {
        return " x=\"" + x + "\" y=\"" + y + "\" width=\"" + width + "\" height=\"" + height + "\"/>\n";
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
