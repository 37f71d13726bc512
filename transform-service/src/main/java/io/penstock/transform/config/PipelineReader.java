package io.penstock.transform.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.PipelineSpec;
import io.penstock.transform.core.Crossing;
import io.penstock.transform.core.Crossing.Direction;
import io.penstock.transform.core.Emit;
import io.penstock.transform.core.Leniency;
import io.penstock.transform.core.Names;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.core.value.ValueExpression;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads one configured pipeline. */
public final class PipelineReader {
    private PipelineReader() {}

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if it cannot be run; the message names the place ({@code emit 2: …}), what was
     *     expected and what came
     */
    public static Pipeline read(ConfigV1 config) {
        PipelineSpec spec = spec(config);
        Optional<String> destination =
                Optional.ofNullable(spec.destination()).map(PipelineSpec.Destination::connection);
        PipelineSpec.Unresolved unresolved = spec.identity() == null
                ? new PipelineSpec.Unresolved(null, null)
                : spec.identity().unresolved();
        return new Pipeline(
                config.name(),
                config.version(),
                script(config, spec),
                emits(spec.emit()),
                spec.identity() == null ? List.of() : spec.identity().address(),
                unresolved.patience(),
                destination,
                spec.source() == null ? List.of() : spec.source().key(),
                leniency(spec.destination()),
                switch (unresolved.then()) {
                    case DEAD_LETTER -> Pipeline.Unaddressed.DEAD_LETTER;
                    case CREATE -> Pipeline.Unaddressed.CREATE;
                },
                spec.destination() == null || spec.destination().ledger() == PipelineSpec.Ledger.ON
                        ? Pipeline.LedgerUse.ON
                        : Pipeline.LedgerUse.OFF);
    }

    private static Leniency leniency(PipelineSpec.Destination destination) {
        return destination == null
                ? Leniency.NONE
                : new Leniency(Set.copyOf(destination.truncate()), Set.copyOf(destination.allowNames()));
    }

    private static PipelineSpec spec(ConfigV1 config) {
        try {
            return Json.config().treeToValue(config.spec(), PipelineSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("expected the spec of a pipeline: " + e.getOriginalMessage(), e);
        }
    }

    private static Optional<Pipeline.Script> script(ConfigV1 config, PipelineSpec spec) {
        if (spec.transform() == null) {
            return Optional.empty();
        }
        if (config.script() == null) {
            throw new IllegalArgumentException(
                    "transform: expected the text of " + spec.transform().script() + ", found none");
        }
        return Optional.of(new Pipeline.Script(
                spec.transform().script(),
                config.script(),
                config.modules(),
                spec.privacy().pii(),
                spec.transform().timeout(),
                spec.transform().memory()));
    }

    private static List<Emit> emits(List<PipelineSpec.Emit> declared) {
        Names names = new Names();
        List<Emit> emits = new ArrayList<>();
        for (PipelineSpec.Emit emit : declared) {
            try {
                emits.add(emit(emit, names.distinct(emit.name())));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("emit " + (emits.size() + 1) + ": " + e.getMessage(), e);
            }
        }
        return emits;
    }

    private static Emit emit(PipelineSpec.Emit emit, String name) {
        Optional<Crossing> crossing = Optional.ofNullable(emit.when())
                .filter(when -> Conditions.of(when).isEmpty())
                .map(PipelineReader::crossing);
        Emit rule = EmitReader.read(emit, name, crossing);
        return Optional.ofNullable(emit.when())
                .flatMap(Conditions::of)
                .<Emit>map(condition -> new Emit.If(condition, rule))
                .orElse(rule);
    }

    private static Crossing crossing(PipelineSpec.When when) {
        long levels = Stream.of(when.above(), when.below(), when.either())
                .filter(Objects::nonNull)
                .count();
        if (levels != 1) {
            throw new IllegalArgumentException("when: expected exactly one of above, below and either");
        }
        boolean up = when.below() == null;
        BigDecimal foreign = up ? when.rearmAbove() : when.rearmBelow();
        if (foreign != null) {
            throw new IllegalArgumentException("when: expected " + (up ? "rearmBelow" : "rearmAbove") + " beside "
                    + (when.either() != null ? "either" : up ? "above" : "below") + ", found its opposite");
        }
        if (when.crosses() == null) {
            throw new IllegalArgumentException("when: expected crosses: the value that is watched, found none");
        }
        ValueExpression watched = ValueExpression.parse(when.crosses());
        if (watched instanceof ValueExpression.Spread) {
            throw new IllegalArgumentException("when: expected one value to watch, found a spread struct");
        }
        return new Crossing(
                watched,
                when.either() != null ? Direction.EITHER : up ? Direction.ABOVE : Direction.BELOW,
                when.either() != null ? when.either() : up ? when.above() : when.below(),
                Optional.ofNullable(up ? when.rearmBelow() : when.rearmAbove()),
                switch (when.first()) {
                    case FIRE -> Crossing.First.FIRE;
                    case ARM -> Crossing.First.ARM;
                },
                new Crossing.Pace(
                        Objects.requireNonNullElse(when.dwell(), Duration.ZERO),
                        Objects.requireNonNullElse(when.coolDown(), Duration.ZERO)),
                Optional.ofNullable(when.modelVersion()).map(text -> EmitReader.single(text, "when.modelVersion")));
    }
}
