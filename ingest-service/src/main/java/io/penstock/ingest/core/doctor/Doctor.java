package io.penstock.ingest.core.doctor;

import io.penstock.ingest.core.catalog.Grant;
import io.penstock.ingest.core.catalog.TableName;
import io.penstock.ingest.core.catalog.WarehouseSession;
import io.penstock.ingest.core.doctor.Finding.State;
import io.penstock.ingest.core.doctor.Finding.Step;
import io.penstock.ingest.core.doctor.Patient.Landing;
import io.penstock.ingest.core.doctor.Patient.Pipeline;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Takes the steps of one examination in order and tells each finding as soon as it is there. A step whose ground failed
 * is skipped. Nothing is written to the lakehouse except by the last step, if it was asked for. One thread, once.
 */
public final class Doctor {
    private final Patient patient;
    private final Patience patience;
    private final LongSupplier nanos;
    private final Consumer<Finding> tell;
    private final Map<Step, State> states = new EnumMap<>(Step.class);
    private WarehouseSession warehouse;
    private SequencedMap<String, String> columns;

    /**
     * Prepares an examination.
     *
     * @param nanos a clock that only moves forward
     * @param tell called on the examining thread, except for WAITING
     */
    public Doctor(Patient patient, Patience patience, LongSupplier nanos, Consumer<Finding> tell) {
        this.patient = patient;
        this.patience = patience;
        this.nanos = nanos;
        this.tell = tell;
    }

    /** Examines. @return whether no step failed */
    public boolean examine() {
        try {
            take(Step.SECRET, null, () -> ok("found in " + patient.access().secrets()));
            take(Step.TOKEN, Step.SECRET, () -> ok(patient.access().signIn()));
            take(Step.WAREHOUSE, Step.TOKEN, this::wake);
            take(Step.CATALOGS, Step.TOKEN, this::list);
            patient.pipeline().ifPresent(pipeline -> {
                take(Step.DESCRIBE, Step.WAREHOUSE, () -> describe(pipeline));
                take(Step.MODE, Step.DESCRIBE, () -> ModeNeeds.check(pipeline, columns, warehouse));
                take(Step.READ, Step.DESCRIBE, () -> read(pipeline));
            });
            land();
            return !states.containsValue(State.FAILED);
        } finally {
            if (warehouse != null) {
                warehouse.close();
            }
        }
    }

    /** What a step came to. */
    record Result(State state, String detail, String remedy) {}

    @FunctionalInterface
    private interface Attempt {
        Result result() throws SourceException;
    }

    private void take(Step step, Step ground, Attempt attempt) {
        State below = ground == null ? State.OK : states.get(ground);
        if (below == State.FAILED || below == State.SKIPPED) {
            found(
                    step,
                    new Result(
                            State.SKIPPED,
                            "not tried: " + ground.name().toLowerCase(java.util.Locale.ROOT) + " did not work",
                            null),
                    0);
            return;
        }
        long start = nanos.getAsLong();
        Result result;
        try {
            result = attempt.result();
        } catch (SourceException e) {
            result = new Result(State.FAILED, e.getMessage(), Remedies.of(step, e, patient));
        }
        found(step, result, nanos.getAsLong() - start);
    }

    private void found(Step step, Result result, long took) {
        states.put(step, result.state());
        tell.accept(new Finding(step, result.state(), Duration.ofNanos(took), result.detail(), result.remedy()));
    }

    private Result wake() throws SourceException {
        WarehouseSession opened = patience.call(
                () -> {
                    WarehouseSession fresh = patient.access().warehouse();
                    try {
                        fresh.wake();
                        if (Thread.currentThread().isInterrupted()) {
                            throw new SourceException(Fault.CANCELLED, "nobody waits any more");
                        }
                        return fresh;
                    } catch (SourceException e) {
                        fresh.close();
                        throw e;
                    }
                },
                () -> tell.accept(new Finding(
                        Step.WAREHOUSE,
                        State.WAITING,
                        Duration.ZERO,
                        "no answer yet: a stopped warehouse takes some minutes to start",
                        null)));
        warehouse = opened;
        return ok("SELECT 1 answered");
    }

    private Result list() throws SourceException {
        List<String> catalogs = patient.access().catalogs();
        String principal = Remedies.principal(patient.access());
        TableName source = patient.pipeline()
                .filter(pipeline -> pipeline.source().table() != null)
                .map(pipeline -> TableName.parse(pipeline.source().table()))
                .filter(name -> name.parts().size() == 3)
                .orElse(null);
        if (source != null && catalogs.stream().noneMatch(source.parts().getFirst()::equalsIgnoreCase)) {
            return new Result(
                    State.WARNED,
                    "catalog " + source.parts().getFirst() + " is not among the " + catalogs.size()
                            + " that can be seen",
                    Grant.browse(source.parts().getFirst()).statement(principal));
        }
        return catalogs.isEmpty()
                ? new Result(
                        State.WARNED,
                        "no catalog can be seen",
                        Grant.browse("<catalog>").statement(principal))
                : ok(catalogs.size() == 1 ? "1 catalog can be seen" : catalogs.size() + " catalogs can be seen");
    }

    private Result describe(Pipeline pipeline) throws SourceException {
        columns = warehouse.columns(pipeline.source());
        List<String> missing = pipeline.key().stream()
                .filter(key -> columns.keySet().stream().noneMatch(key::equalsIgnoreCase))
                .toList();
        if (!missing.isEmpty()) {
            return new Result(
                    State.FAILED,
                    "the key's column " + String.join(", ", missing) + " is not among the columns "
                            + String.join(", ", columns.keySet()),
                    "name a column that is there under source.key, or select it under that name in the query");
        }
        return ok(columns.size() + " columns");
    }

    private Result read(Pipeline pipeline) throws SourceException {
        return warehouse.sample(pipeline.source(), 1).isEmpty()
                ? new Result(State.WARNED, "can be read and has no row", null)
                : ok("a row was read");
    }

    private void land() {
        if (patient.landing().isEmpty()) {
            found(Step.WRITE, skipped("the project says nowhere that engagement is to land"), 0);
            return;
        }
        Landing landing = patient.landing().get();
        if (landing.trial().isEmpty()) {
            found(
                    Step.WRITE,
                    skipped("not asked for (--write): would create and drop a table in "
                            + landing.schema().plain()),
                    0);
            return;
        }
        boolean same = landing.access() == patient.access();
        take(Step.WRITE, same ? Step.WAREHOUSE : null, () -> write(landing, same));
    }

    private Result write(Landing landing, boolean same) throws SourceException {
        TableName table = TableName.of(
                landing.schema().parts().get(0),
                landing.schema().parts().get(1),
                landing.trial().orElseThrow());
        if (same) {
            warehouse.createAndDrop(table);
        } else {
            try (WarehouseSession other = landing.access().warehouse()) {
                other.createAndDrop(table);
            }
        }
        return ok("a table was made in " + landing.schema().plain() + " and dropped");
    }

    static Result ok(String detail) {
        return new Result(State.OK, detail, null);
    }

    private static Result skipped(String detail) {
        return new Result(State.SKIPPED, detail, null);
    }
}
