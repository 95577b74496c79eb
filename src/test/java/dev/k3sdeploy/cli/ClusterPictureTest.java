package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.Topology;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ClusterPictureTest {
    private static final Topology ODD = new Topology(
            "a <b> & \"c\"",
            Optional.of("k3s.example.org:6443"),
            "embedded etcd",
            machines("server", 3),
            machines("an-agent-with-a-very-long-name", 7));

    private static List<Topology.Machine> machines(String name, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Topology.Machine(name + "-" + i, i == 1 ? "" : "2001:db8::" + i))
                .toList();
    }

    private static Element svg(Topology cluster) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(ClusterSvg.of(cluster).getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }

    private static List<Element> all(Element svg, String tag) {
        NodeList found = svg.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    @Test
    void theSvgNamesEveryMachineInFull() throws Exception {
        assertThat(all(svg(ODD), "title"))
                .extracting(Element::getTextContent)
                .contains(
                        "Cluster a <b> & \"c\"",
                        "server-1",
                        "server-2 2001:db8::2",
                        "API endpoint k3s.example.org:6443")
                .contains("an-agent-with-a-very-long-name-7 2001:db8::7");
    }

    @Test
    void nothingIsDrawnOutsideOfThePicture() throws Exception {
        Element svg = svg(ODD);
        int width = number(svg, "width");
        int height = number(svg, "height");
        assertThat(all(svg, "rect").stream().filter(rect -> rect.hasAttribute("class")))
                .hasSize(2 + 1 + 3 + 7)
                .allMatch(rect -> number(rect, "x") >= 0 && number(rect, "x") + number(rect, "width") <= width)
                .allMatch(rect -> number(rect, "y") >= 0 && number(rect, "y") + number(rect, "height") <= height);
    }

    private static int number(Element element, String name) {
        return Integer.parseInt(element.getAttribute(name));
    }

    @Test
    void theDotHasAnEdgeForEachMachineThatJoins() {
        assertThat(ClusterDot.of(ODD))
                .contains("digraph \"a <b> & \\\"c\\\"\" {", "label=\"servers, embedded etcd\"")
                .contains("\"server-3\" -> \"server-1\" [label=\"joins\"")
                .contains("\"k3s.example.org:6443\" -> \"an-agent-with-a-very-long-name-7\"")
                .contains("[label=\"server-2\\n2001:db8::2\"]");
    }

    @Test
    void theCommandDrawsWhatTheInventorySays(@TempDir Path folder) {
        Typed.file(folder, "inv.yml", """
                all:
                  children:
                    k3s_master: {hosts: {one: {ansible_host: 192.0.2.1}}}
                    k3s_agent: {hosts: {two: {ansible_host: 192.0.2.2}}}
                """);
        Typed svg = Typed.in(folder, "inventory", "-i", "inv.yml", "--svg");
        assertThat(svg.exitCode()).isZero();
        assertThat(svg.out()).startsWith("<svg ").contains("192.0.2.1", "Server · SQLite", "two");
        assertThat(Typed.in(folder, "inventory", "-i", "inv.yml", "--dot").out())
                .contains("\"one\" -> \"two\" [dir=back]");
    }
}
