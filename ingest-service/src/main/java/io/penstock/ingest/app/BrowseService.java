package io.penstock.ingest.app;

import io.penstock.ingest.core.catalog.CatalogBrowser;
import io.penstock.ingest.core.catalog.Relation;
import io.penstock.ingest.core.catalog.TableName;
import io.penstock.ingest.core.catalog.WarehouseSession;
import io.penstock.ingest.core.doctor.Doctor;
import io.penstock.ingest.core.doctor.Finding;
import io.penstock.ingest.core.doctor.Patience;
import io.penstock.ingest.core.doctor.Patient;
import io.penstock.ingest.core.read.ReadMode;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.ingest.databricks.DatabricksSession;
import io.penstock.ingest.http.CatalogDesk;
import io.penstock.ingest.http.DoctorDesk;
import io.penstock.ingest.http.SchemaChangeDesk;
import io.penstock.ingest.kafka.SchemaChangeFollower;
import io.penstock.schemas.SchemaChangeV1;
import io.penstock.schemas.config.ConnectionSpec;
import io.penstock.schemas.config.PipelineSpec;
import io.penstock.schemas.config.ProjectSpec;
import io.penstock.schemas.config.SecretRef;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Browsing, the doctor and the list of schema changes: what people ask beside what pipelines do. */
@ApplicationScoped
public class BrowseService implements CatalogDesk, DoctorDesk, SchemaChangeDesk {
    /** Each holds a thread and a session on a warehouse, for minutes if it has to start. */
    private static final int MOST_SESSIONS = 4;

    private final IngestService service;
    private final IngestConfig config;
    private final KafkaConfig kafka;
    private final UnaryOperator<String> environment = System::getenv;
    private final Semaphore sessions = new Semaphore(MOST_SESSIONS);
    private volatile SchemaChangeFollower changes;

    BrowseService(IngestService service, IngestConfig config, KafkaConfig kafka) {
        this.service = service;
        this.config = config;
        this.kafka = kafka;
    }

    void start(@Observes StartupEvent event) {
        changes = SchemaChangeFollower.start(kafka.clientSettings());
    }

    void stop(@Observes ShutdownEvent event) {
        changes.close();
    }

    @Override
    public List<Connection> connections() {
        return lakehouses().connections().entrySet().stream()
                .map(each -> new Connection(
                        each.getKey(),
                        each.getValue().host(),
                        each.getValue().httpPath(),
                        credentials(each.getValue())))
                .toList();
    }

    @Override
    public CatalogBrowser browser(String connection) throws SourceException {
        return service.catalogs().of(lakehouses().connection(connection));
    }

    @Override
    public Sample sample(String connection, TableName table, int rows) throws SourceException {
        ConnectionSpec.Databricks spec = lakehouses().connection(connection);
        return inSession(() -> {
            try (WarehouseSession warehouse = DatabricksSession.open(spec, environment, service.warehouses())) {
                Relation relation = Relation.table(table);
                return new Sample(warehouse.columns(relation), warehouse.sample(relation, rows));
            }
        });
    }

    @Override
    public boolean examine(Request request, Consumer<Finding> tell) throws SourceException {
        Patient patient = patient(request);
        LatePatience patience = new LatePatience(config.ingest().warmingAfter());
        return inSession(() -> new Doctor(patient, patience, System::nanoTime, tell).examine());
    }

    @Override
    public List<Change> changes(String pipeline, boolean onlyOpen) throws SourceException {
        if (!changes.isCaughtUp() || !service.isConfigured()) {
            throw new SourceException(Fault.UNAVAILABLE, "schema changes are still being read: try again in a moment");
        }
        Lakehouses lakehouses = lakehouses();
        return changes.changes().stream()
                .filter(change -> pipeline == null || pipeline.equals(change.pipeline()))
                .map(change -> tell(change, change.configVersion() == lakehouses.version(change.pipeline())))
                .filter(change -> change.open() || !onlyOpen)
                .toList();
    }

    private Patient patient(Request request) throws SourceException {
        Lakehouses lakehouses = lakehouses();
        if (request.pipeline() == null) {
            String name = request.connection() != null ? request.connection() : only(lakehouses);
            ConnectionAccess access = access(lakehouses.connection(name));
            return new Patient(access, Optional.empty(), landing(request, lakehouses, access));
        }
        PipelineSpec.Source source = lakehouses.pipeline(request.pipeline()).source();
        ConnectionAccess access = access(lakehouses.connection(source.connection()));
        Patient.Pipeline pipeline = new Patient.Pipeline(
                new Relation(source.table(), source.query()),
                source.key(),
                ReadMode.valueOf(source.change().by().name()),
                source.change().column());
        return new Patient(access, Optional.of(pipeline), landing(request, lakehouses, access));
    }

    private static String only(Lakehouses lakehouses) throws SourceException {
        var known = lakehouses.connections().keySet();
        if (known.size() != 1) {
            throw new SourceException(
                    Fault.UNSUPPORTED,
                    known.isEmpty()
                            ? "no Databricks connection is configured"
                            : "name a pipeline, or one of the connections " + String.join(", ", known));
        }
        return known.iterator().next();
    }

    private Optional<Patient.Landing> landing(Request request, Lakehouses lakehouses, ConnectionAccess examined)
            throws SourceException {
        Optional<ProjectSpec.Engagement> engagement = lakehouses.engagement();
        String schema = request.schema() != null
                ? request.schema()
                : engagement.map(ProjectSpec.Engagement::schema).orElse(null);
        if (schema == null) {
            return Optional.empty();
        }
        TableName name = TableName.parse(schema);
        if (name.parts().size() != 2) {
            throw new SourceException(Fault.UNSUPPORTED, "expected catalog.schema, found " + schema);
        }
        String through = engagement.map(ProjectSpec.Engagement::connection).orElse(null);
        ConnectionSpec.Databricks spec = through == null ? examined.connection() : lakehouses.connection(through);
        return Optional.of(new Patient.Landing(
                spec.equals(examined.connection()) ? examined : access(spec), name, trial(request.write())));
    }

    private static Optional<String> trial(boolean write) {
        return write
                ? Optional.of("penstock_doctor_"
                        + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()))
                : Optional.empty();
    }

    private ConnectionAccess access(ConnectionSpec.Databricks spec) {
        return new ConnectionAccess(spec, service.catalogs().of(spec), environment, service.warehouses());
    }

    private Lakehouses lakehouses() {
        return new Lakehouses(service.configuration());
    }

    private <T> T inSession(Patience.Slow<T> slow) throws SourceException {
        if (!sessions.tryAcquire()) {
            throw new SourceException(
                    Fault.UNAVAILABLE, MOST_SESSIONS + " samples and examinations run already: try again in a moment");
        }
        try {
            return slow.call();
        } finally {
            sessions.release();
        }
    }

    private static String credentials(ConnectionSpec.Databricks spec) {
        return Stream.of(spec.token(), spec.clientId(), spec.clientSecret())
                .filter(Objects::nonNull)
                .map(SecretRef::describe)
                .reduce((one, other) -> one + " and " + other)
                .orElse("none");
    }

    private static Change tell(SchemaChangeV1 change, boolean open) {
        return new Change(
                change.pipeline(),
                change.table(),
                change.tableVersion(),
                change.change().name().toLowerCase(Locale.ROOT),
                change.column(),
                change.before(),
                change.after(),
                change.evidence(),
                change.policy(),
                change.action(),
                change.touches(),
                change.proposal(),
                change.configVersion(),
                change.at(),
                open);
    }
}
