package io.penstock.ingest.databricks;

import io.penstock.ingest.core.read.ColumnFacts;
import io.penstock.ingest.core.read.ColumnFacts.Fact;
import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.core.read.SourceColumn;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.ingest.core.read.SourceSchema;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkType.Kind;
import io.penstock.ingest.core.type.SparkTypeParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jboss.logging.Logger;

/**
 * The columns of a source at a version: names and types from the engine, ids and nullability from the catalog where
 * both speak of the same columns. For one thread; the catalog is asked on another.
 */
final class SourceColumns {
    private static final Logger LOG = Logger.getLogger(SourceColumns.class);
    /** Asked again once: the catalog may lag behind the log for a moment. */
    private static final int TRIES = 2;

    private final Warehouse warehouse;
    private final Origin origin;
    private final ColumnFacts facts;

    SourceColumns(Warehouse warehouse, Origin origin, ColumnFacts facts) {
        this.warehouse = warehouse;
        this.origin = origin;
        this.facts = facts;
    }

    /**
     * With ids, if the catalog shows the columns of this version; without, if it shows others or fails.
     *
     * @param newest whether no newer version is known: the catalog shows no others
     */
    SourceSchema at(Head head, boolean newest) throws SourceException {
        boolean told = origin.isTable() && newest;
        Future<Optional<SequencedMap<String, Fact>>> asked = told ? askBeside() : null;
        SequencedMap<String, String> types = types(origin.describable(head), origin.at(head));
        Map<String, Fact> known = told ? agreeing(asked, types) : Map.of();
        return SourceSchema.of(types.entrySet().stream()
                .map(column -> {
                    Optional<Fact> fact = Optional.ofNullable(known.get(column.getKey()));
                    return new SourceColumn(
                            column.getKey(),
                            column.getValue(),
                            fact.map(Fact::id).orElse(null),
                            fact.map(Fact::nullable).orElse(null));
                })
                .toList());
    }

    /** Of the rows of a feed. */
    SourceSchema of(ReadRange.Changes range) throws SourceException {
        String shape = RowSql.changesShape(origin, range);
        return plain(types(shape, "(" + shape + ") AS penstock_feed"));
    }

    /** Of a version of a table, without ids. */
    SourceSchema ofVersion(long version) throws SourceException {
        String from = origin.version(version);
        return plain(types("SELECT * FROM " + from, from));
    }

    private static SourceSchema plain(SequencedMap<String, String> types) {
        return SourceSchema.of(types.entrySet().stream()
                .map(column -> new SourceColumn(column.getKey(), column.getValue(), null, null))
                .toList());
    }

    private SequencedMap<String, String> types(String query, String from) throws SourceException {
        SequencedMap<String, String> columns =
                warehouse.ask(TableSql.describe(query), "describing " + origin.describe(), rows -> {
                    SequencedMap<String, String> found = new LinkedHashMap<>();
                    while (rows.next()) {
                        if (found.put(rows.getString("col_name"), rows.getString("data_type")) != null) {
                            throw new SourceException(
                                    Fault.FIX_QUERY,
                                    "two columns are named " + rows.getString("col_name")
                                            + ": give one of them an alias");
                        }
                    }
                    return found;
                });
        for (var column : columns.entrySet()) {
            if (SparkTypeParser.isCutShort(column.getValue())) {
                String cutShort = column.getValue();
                column.setValue(warehouse.ask(
                        TableSql.fullType(column.getKey(), from),
                        "asking for the type of column " + column.getKey(),
                        rows -> rows.next() ? rows.getString(1) : cutShort));
            }
        }
        return columns;
    }

    /** Asks while the warehouse describes the columns: in live mode every round trip counts. */
    private Future<Optional<SequencedMap<String, Fact>>> askBeside() {
        FutureTask<Optional<SequencedMap<String, Fact>>> question = new FutureTask<>(this::ask);
        Thread.ofVirtual().name("catalog-facts").start(question);
        return question;
    }

    private Map<String, Fact> agreeing(
            Future<Optional<SequencedMap<String, Fact>>> asked, SequencedMap<String, String> types) {
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<SequencedMap<String, Fact>> answer = tries == 0 ? answer(asked) : ask();
            if (answer.isEmpty()) {
                return Map.of();
            }
            if (agrees(answer.get(), types)) {
                return answer.get();
            }
        }
        LOG.debugf("the catalog shows other columns of %s than the version being read has", origin.table());
        return Map.of();
    }

    /** None if the run is being stopped; what the run asks next then ends it. */
    private static Optional<SequencedMap<String, Fact>> answer(Future<Optional<SequencedMap<String, Fact>>> asked) {
        try {
            return asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking the catalog broke", e.getCause());
        }
    }

    /** The thread's top catches what is thrown by a broken catalog elsewhere; here it must not end the run. */
    private Optional<SequencedMap<String, Fact>> ask() {
        try {
            return facts.columns(origin.table());
        } catch (RuntimeException e) {
            LOG.warnf(
                    "the catalog could not be asked about %s: %s",
                    origin.table(), e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    /** Same names in the same order, same types as far as both are understood. */
    private static boolean agrees(SequencedMap<String, Fact> facts, SequencedMap<String, String> types) {
        return List.copyOf(facts.keySet()).equals(List.copyOf(types.keySet()))
                && types.entrySet().stream().allMatch(column -> {
                    SparkType here = SparkTypeParser.parse(column.getValue());
                    String there = facts.get(column.getKey()).typeText();
                    return there == null
                            || here.equals(SparkTypeParser.parse(there))
                            || isVague(here)
                            || isVague(SparkTypeParser.parse(there))
                            || SparkTypeParser.isCutShort(column.getValue());
                });
    }

    private static boolean isVague(SparkType type) {
        return type.is(Kind.OTHER) || type.is(Kind.VECTOR);
    }
}
