package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import org.junit.jupiter.api.Test;

/** A run as programs read it. */
class JsonViewTest {
    private final MadeUpRun run = new MadeUpRun();

    @Test
    void oneObjectALineWithStableNames() {
        assertThat(timeless(run.shownBy(new JsonView(run.terminal(true))))).isEqualTo("""
                {"type":"run_started","title":"Cluster lab","hosts":["node-1","a-longer-name"],"check":false}
                {"type":"play_started","play":"Install K3S","hosts":["node-1","a-longer-name"]}
                {"type":"task_started","play":"play","host":"node-1","task":"Turn swap off"}
                {"type":"task_ended","play":"play","host":"node-1","task":"Turn swap off","seconds":0.01,"outcome":"ok","because":"no swap in use"}
                {"type":"task_started","play":"play","host":"node-1","task":"Write /etc/x"}
                {"type":"task_ended","play":"play","host":"node-1","task":"Write /etc/x","seconds":1.5,"outcome":"changed","summary":"its content differs","changes":[{"subject":"/etc/x","before":"a\\nold\\nb\\n","after":"a\\nnew\\nb\\n"}]}
                {"type":"task_started","play":"play","host":"node-1","task":"Install k3s"}
                {"type":"task_ended","play":"play","host":"node-1","task":"Install k3s","seconds":0.02,"outcome":"wouldChange","summary":"new"}
                {"type":"task_started","play":"play","host":"node-1","task":"Install curl"}
                {"type":"task_ended","play":"play","host":"node-1","task":"Install curl","seconds":0.005,"outcome":"skipped","because":"only apt is known"}
                {"type":"play_started","play":"Join","hosts":["a-longer-name"]}
                {"type":"waiting","play":"play","host":"a-longer-name","task":"Wait","seen":"0 of 2","seconds":0.0}
                {"type":"task_started","play":"play","host":"a-longer-name","task":"Start k3s"}
                {"type":"task_ended","play":"play","host":"a-longer-name","task":"Start k3s","seconds":0.03,"outcome":"failed","summary":"It ended\\nwith status 1","hint":"See its journal"}
                {"type":"task_started","play":"play","host":"a-longer-name","task":"Look"}
                {"type":"task_ended","play":"play","host":"a-longer-name","task":"Look","seconds":0.04,"outcome":"unreachable","summary":"No answer","hint":""}
                {"type":"recap","ok":1,"changed":1,"wouldChange":1,"skipped":1,"failed":1,"unreachable":1,"hosts":{"node-1":{"ok":1,"changed":1,"wouldChange":1,"skipped":1,"failed":0,"unreachable":0},"a-longer-name":{"ok":0,"changed":0,"wouldChange":0,"skipped":0,"failed":1,"unreachable":1}},"interrupted":false,"seconds":12.34}
                """);
        assertThat(run.err.toString()).isEmpty();
    }

    @Test
    void everyLineHasItsTime() throws Exception {
        for (String line :
                run.shownBy(new JsonView(run.terminal(false))).lines().toList()) {
            assertThat(new ObjectMapper().readTree(line).path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        }
    }

    @Test
    void aRunThatNeverBeganEndsWithARecapOfNothing() {
        JsonView view = new JsonView(run.terminal(false));
        view.problem(new K3sDeployException("No release", "Set HTTPS_PROXY"));
        view.close();

        assertThat(timeless(run.out.toString())).isEqualTo("""
                {"type":"problem","summary":"No release","hint":"Set HTTPS_PROXY"}
                {"type":"recap","ok":0,"changed":0,"wouldChange":0,"skipped":0,"failed":0,"unreachable":0,"hosts":{},"interrupted":false,"seconds":0.0}
                """);
    }

    @Test
    void whatIsDoneHereIsToldToo() {
        JsonView view = new JsonView(run.terminal(false));
        view.note(Message.verbatim("Creating lab-1"));
        view.download("k3s", 10, 100);
        view.download("k3s", 100, 100);
        view.result("kubeconfig", "/x/k3s.yaml", Message.verbatim("export KUBECONFIG=/x/k3s.yaml"));

        assertThat(timeless(run.out.toString())).isEqualTo("""
                {"type":"note","text":"Creating lab-1"}
                {"type":"downloaded","file":"k3s","bytes":100}
                {"type":"result","kubeconfig":"/x/k3s.yaml"}
                """);
    }

    private static String timeless(String text) {
        return text.replaceAll("\"time\":\"[^\"]*\",?", "").replace(",}", "}");
    }
}
