package io.penstock.ingest.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.ingest.core.change.Dependants;
import io.penstock.ingest.core.change.Policies;
import io.penstock.ingest.core.change.Policy;
import io.penstock.ingest.core.change.SchemaGate;
import io.penstock.ingest.core.contract.Contract;
import io.penstock.ingest.core.contract.ContractColumn;
import io.penstock.ingest.core.read.ReadMode;
import io.penstock.ingest.core.type.SparkTypeParser;
import io.penstock.ingest.rows.Leaves;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.PipelineSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One version of one pipeline, as the reader needs it. */
public record PipelinePlan(
        String workspace,
        String name,
        long configVersion,
        PipelineSpec spec,
        Contract contract,
        Policies policies,
        Dependants dependants) {

    /** Understands a configuration record. @throws InvalidPipelineException if it cannot be followed */
    public static PipelinePlan of(ConfigV1 config) {
        PipelineSpec spec = parse(config);
        PipelineSpec.Source source = spec.source();
        if (source == null || (source.table() == null) == (source.query() == null) || source.change() == null) {
            throw new InvalidPipelineException("source needs a change block and exactly one of table and query");
        }
        PipelineSpec.Contract contract =
                source.contract() == null ? new PipelineSpec.Contract(null, null) : source.contract();
        PipelineSpec.OnChange onChange = contract.onChange();
        return new PipelinePlan(
                config.workspace(),
                config.name(),
                config.version(),
                spec,
                new Contract(contract.columns().entrySet().stream()
                        .map(entry -> column(entry.getKey(), entry.getValue()))
                        .toList()),
                new Policies(
                        policy(onChange.added()),
                        policy(onChange.renamed()),
                        policy(onChange.retyped()),
                        policy(onChange.removed()),
                        policy(onChange.widened()),
                        policy(onChange.narrowed()),
                        policy(onChange.nullability()),
                        policy(onChange.allNull())),
                dependants(spec));
    }

    /** How rows are found. @throws InvalidPipelineException for a mode this version does not have */
    public ReadMode mode() {
        return switch (spec.source().change().by()) {
            case ROW_VERSION -> {
                if (spec.source().table() == null) {
                    throw new InvalidPipelineException("change.by row-version needs a table, not a query");
                }
                yield ReadMode.ROW_VERSION;
            }
            case WATERMARK -> {
                if (spec.source().change().column() == null) {
                    throw new InvalidPipelineException("change.by watermark needs change.column");
                }
                yield ReadMode.WATERMARK;
            }
            case CHANGE_FEED -> {
                if (spec.source().table() == null) {
                    throw new InvalidPipelineException("change.by change-feed needs a table, not a query");
                }
                yield ReadMode.CHANGE_FEED;
            }
            case SNAPSHOT -> ReadMode.SNAPSHOT;
        };
    }

    /** Mode as the file spells it. */
    public String modeWord() {
        return spec.source()
                .change()
                .by()
                .name()
                .toLowerCase(java.util.Locale.ROOT)
                .replace('_', '-');
    }

    /** The source's name in positions: the table, or {@code query:<pipeline>}. */
    public String sourceName() {
        return spec.source().table() != null ? spec.source().table() : "query:" + name;
    }

    /**
     * What this version means for a checkpoint made under another one. Where rows are looked for, in which way, and
     * what a row's key is decide whether its position still holds; the contract's columns decide whether rows have to
     * be read again. In both cases the change filter lets only the differences through.
     *
     * @param then version of the checkpoint
     * @param before what was in force then, if it is still known
     */
    ConfigChange since(long then, Optional<PipelineSpec> before) {
        if (then == configVersion) {
            return ConfigChange.NONE;
        }
        if (before.isEmpty()) {
            return new ConfigChange(
                    true,
                    Optional.of("version " + then + " of the pipeline is not known any more"),
                    false,
                    false,
                    false,
                    contract.columns().stream().map(ContractColumn::name).collect(Collectors.toSet()));
        }
        PipelineSpec.Source past = before.get().source();
        return new ConfigChange(
                true,
                lost(past).map(what -> "version " + configVersion + " of the pipeline changes " + what),
                !spec.source().key().equals(past.key()),
                !columns(spec.source()).equals(columns(past)),
                !Objects.equals(onChange(spec.source()), onChange(past)),
                redefined(past));
    }

    private Optional<String> lost(PipelineSpec.Source past) {
        PipelineSpec.Source now = spec.source();
        PipelineSpec.Change change = now.change();
        if (!Objects.equals(now.table(), past.table()) || !Objects.equals(now.query(), past.query())) {
            return Optional.of("the source");
        }
        if (!now.key().equals(past.key())) {
            return Optional.of("the key");
        }
        if (change.by() != past.change().by()
                || !Objects.equals(change.column(), past.change().column())) {
            return Optional.of("how change is noticed");
        }
        if (change.deletes() != past.change().deletes()) {
            return Optional.of("deletes");
        }
        return change.mostDeleted().compareTo(past.change().mostDeleted()) != 0
                ? Optional.of("mostDeleted")
                : Optional.empty();
    }

    /** Columns that are new in the contract, or whose former names are others now. */
    private Set<String> redefined(PipelineSpec.Source past) {
        Map<String, PipelineSpec.Column> known = columns(past);
        return columns(spec.source()).entrySet().stream()
                .filter(column -> !known.containsKey(column.getKey())
                        || !known.get(column.getKey())
                                .was()
                                .equals(column.getValue().was()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** What decides about the source's columns. */
    SchemaGate gate() {
        Set<String> others = new HashSet<>(spec.source().key());
        if (spec.identity() != null) {
            others.addAll(spec.identity().given().values());
        }
        if (spec.source().change().column() != null) {
            others.add(spec.source().change().column());
        }
        return new SchemaGate(contract, policies, dependants, others);
    }

    /** Whether rows that disappear from a table are looked for though the mode does not see them. */
    boolean comparesDeletes() {
        return spec.source().change().deletes() == PipelineSpec.Deletes.COMPARE
                && spec.source().table() != null
                && !spec.source().key().isEmpty();
    }

    /** A pipeline that cannot be read as it is written; the message says why. */
    public static final class InvalidPipelineException extends RuntimeException {
        InvalidPipelineException(String message) {
            super(message);
        }
    }

    /** The pipeline's spec in a configuration record. */
    public static PipelineSpec parse(ConfigV1 config) {
        try {
            return Json.config().treeToValue(config.spec(), PipelineSpec.class);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new InvalidPipelineException("version " + config.version() + " is not a pipeline: "
                    + (e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage()));
        }
    }

    private static PipelineSpec.OnChange onChange(PipelineSpec.Source source) {
        return source.contract() == null ? null : source.contract().onChange();
    }

    private static Map<String, PipelineSpec.Column> columns(PipelineSpec.Source source) {
        return source.contract() == null ? Map.of() : source.contract().columns();
    }

    private static ContractColumn column(String name, PipelineSpec.Column column) {
        return new ContractColumn(
                name,
                SparkTypeParser.parse(column.type()),
                column.type(),
                column.required(),
                column.optional(),
                column.was(),
                column.min(),
                column.max(),
                column.oneOf().stream().map(Leaves::of).toList());
    }

    private static Policy policy(PipelineSpec.Policy policy) {
        return Policy.valueOf(policy.name());
    }

    /** Every name inside a path or expression counts as a column it depends on: {@code feature_summary.tenure}. */
    private static Dependants dependants(PipelineSpec spec) {
        Map<String, List<String>> named = new HashMap<>();
        for (PipelineSpec.Emit emit : spec.emit()) {
            emit.attributes().forEach((attribute, value) -> depend(named, value.from(), attribute));
            emit.relation().forEach((attribute, value) -> depend(named, value.from(), attribute));
            emit.properties().values().forEach(value -> depend(named, value.from(), emit.name()));
            Stream.of(emit.seen(), emit.id(), emit.ids()).forEach(value -> depend(named, value, emit.name()));
            if (emit.when() != null) {
                Stream.of(
                                emit.when().crosses(),
                                emit.when().changes(),
                                emit.when().isTrue())
                        .forEach(value -> depend(named, value, emit.name()));
            }
        }
        return new Dependants(spec.transform() != null && spec.transform().script() != null, named);
    }

    private static void depend(Map<String, List<String>> named, String value, String dependant) {
        if (value == null) {
            return; // the rule has no such key, or a value of its own
        }
        for (String word : value.split("[^\\p{L}\\p{N}_]+")) {
            List<String> dependants = named.computeIfAbsent(word, column -> new ArrayList<>());
            if (!dependants.contains(dependant)) {
                dependants.add(dependant);
            }
        }
    }
}
