package io.penstock.transform.streams;

import io.penstock.transform.core.Binding;
import io.penstock.transform.core.Crossing;
import io.penstock.transform.core.Emit;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.core.value.ValueExpression;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pipelines that a {@link Stage} is given, all of one destination. */
final class SamplePipelines {
    private SamplePipelines() {}

    /** The pipeline of the product page: an identify and a crossing above 0.65 that re-arms below 0.60. */
    static Pipeline upgradeLikelihood(Crossing.First first) {
        Crossing crossing = new Crossing(
                ValueExpression.parse("score"),
                Crossing.Direction.ABOVE,
                new BigDecimal("0.65"),
                Optional.of(new BigDecimal("0.60")),
                first,
                Crossing.Pace.AT_ONCE,
                Optional.empty());
        return emitting(
                Stage.PIPELINE,
                3,
                List.of("customerio_id", "email"),
                new Emit.Identify(
                        "identify",
                        List.of(binding("upgrade_likelihood_score", "score"), binding("account_tier", "tier")),
                        List.of()),
                new Emit.Track(
                        "upgrade_threshold_crossed",
                        "upgrade_threshold_crossed",
                        Optional.of(crossing),
                        List.of(binding("score", "score"), binding("tier", "tier"))));
    }

    /** A pipeline without a script, whose records wait three days for one of these addresses. */
    static Pipeline emitting(String name, long version, List<String> address, Emit... emits) {
        return new Pipeline(
                name,
                version,
                Optional.empty(),
                List.of(emits),
                address,
                Duration.ofDays(3),
                Optional.of("customerio-prod"));
    }

    /** The pipeline, which sends everything whatever is known. */
    static Pipeline withoutLedger(Pipeline pipeline) {
        return copy(pipeline, pipeline.unaddressed(), Pipeline.LedgerUse.OFF);
    }

    /** The pipeline, which creates whoever has no address in time. */
    static Pipeline creating(Pipeline pipeline) {
        return copy(pipeline, Pipeline.Unaddressed.CREATE, pipeline.ledger());
    }

    private static Pipeline copy(Pipeline pipeline, Pipeline.Unaddressed unaddressed, Pipeline.LedgerUse ledger) {
        return new Pipeline(
                pipeline.name(),
                pipeline.version(),
                pipeline.script(),
                pipeline.emits(),
                pipeline.address(),
                pipeline.patience(),
                pipeline.destination(),
                pipeline.key(),
                pipeline.leniency(),
                unaddressed,
                ledger);
    }

    /** A pipeline whose script returns calls itself. */
    static Pipeline sending() {
        return new Pipeline(
                "sending",
                1,
                Optional.of(new Pipeline.Script(
                        "transform.js", "send", Map.of(), List.of(), Duration.ofMillis(100), "64MiB")),
                List.of(),
                List.of("customerio_id", "email"),
                Duration.ofDays(3),
                Optional.of("customerio-prod"));
    }

    /** A pipeline with one event per record. */
    static Pipeline tracking(String name, String event, String property) {
        return new Pipeline(
                name,
                1,
                Optional.empty(),
                List.of(new Emit.Track(event, event, Optional.empty(), List.of(binding(property, "score")))),
                List.of("email"),
                Duration.ofHours(1),
                Optional.of("customerio-prod"));
    }

    static Binding binding(String name, String expression) {
        return new Binding(name, ValueExpression.parse(expression));
    }
}
