package dev.k3sdeploy.cli;

import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.engine.Survey;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.k3s.Certificate;
import dev.k3sdeploy.problem.K3sDeployException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "When the certificates on each machine end, those that end first before the others.",
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy certs show")
final class CertsShowCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Override
    public Integer call() {
        Instant now = InstantSource.system().instant();
        Map<Target, Survey.Answer<List<Certificate>>> answers =
                mixin.cluster(ClusterOptions.DEFAULTS).upkeep().secrets().certificates();
        List<List<String>> rows = new ArrayList<>(List.of(List.of("MACHINE", "CERTIFICATE", "ENDS", "DAYS LEFT", "")));
        answers.forEach((target, answer) -> answer.answered().orElse(List.of()).forEach(certificate -> {
            if (mixin.json()) {
                json(target, certificate, now);
            } else {
                rows.add(row(target, certificate, now));
            }
        }));
        if (!mixin.json()) {
            Table.print(rows, mixin.terminal());
        }
        return tellProblems(answers);
    }

    private int tellProblems(Map<Target, Survey.Answer<List<Certificate>>> answers) {
        int code = ExitCode.DONE;
        for (Survey.Answer<List<Certificate>> answer : answers.values()) {
            K3sDeployException problem = answer.problem();
            if (problem != null) {
                PlainView.explain(problem, mixin.terminal());
                code = ExitCode.of(problem);
            }
        }
        return code;
    }

    private static List<String> row(Target target, Certificate certificate, Instant now) {
        return List.of(
                target.name(),
                certificate.file(),
                certificate.ends().atZone(ZoneOffset.UTC).toLocalDate().toString(),
                String.valueOf(certificate.daysLeft(now)),
                certificate.authority() ? "authority" : certificate.endsSoon(now) ? "soon" : "");
    }

    private void json(Target target, Certificate certificate, Instant now) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "certificate");
        fields.put("host", target.name());
        fields.put("file", certificate.file());
        fields.put("authority", certificate.authority());
        fields.put("ends", certificate.ends().toString());
        fields.put("daysLeft", certificate.daysLeft(now));
        mixin.terminal().line(JsonView.text(fields));
    }
}
