package io.penstock.ingest.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.catalog.Relation;
import io.penstock.ingest.core.catalog.TableName;
import io.penstock.ingest.core.catalog.WarehouseSession;
import io.penstock.ingest.core.doctor.Finding.State;
import io.penstock.ingest.core.doctor.Finding.Step;
import io.penstock.ingest.core.read.ReadMode;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class DoctorTest {
    private static final TableName LANDING = TableName.of("penstock", "engagement");

    private final FakeAccess access = new FakeAccess();
    private final List<Finding> findings = new ArrayList<>();

    @Test
    void takesEveryStepInOrderAndClosesTheWarehouse() {
        boolean ok = examine(pipeline(ReadMode.SNAPSHOT, null), "trial");

        assertThat(ok).isTrue();
        assertThat(findings).extracting(Finding::step).containsExactly(Step.values());
        assertThat(findings).extracting(Finding::state).containsOnly(State.OK);
        assertThat(access.did)
                .containsExactly(
                        "secrets",
                        "sign in",
                        "open",
                        "wake",
                        "list",
                        "describe",
                        "sample 1",
                        "create penstock.engagement.trial",
                        "close");
    }

    @Test
    void skipsWhatStandsOnAFailedStepAndSaysWhy() {
        access.fail.put("sign in", new SourceException(Fault.CREDENTIALS, "refused"));

        assertThat(examine(pipeline(ReadMode.SNAPSHOT, null), "trial")).isFalse();

        assertThat(states())
                .containsExactly(
                        "SECRET OK",
                        "TOKEN FAILED",
                        "WAREHOUSE SKIPPED",
                        "CATALOGS SKIPPED",
                        "DESCRIBE SKIPPED",
                        "MODE SKIPPED",
                        "READ SKIPPED",
                        "WRITE SKIPPED");
        assertThat(finding(Step.READ).detail()).isEqualTo("not tried: describe did not work");
        assertThat(finding(Step.TOKEN).remedy()).contains("assigned to this workspace");
    }

    @Test
    void aCatalogThatCannotBeSeenIsAWarningWithTheGrant() {
        access.catalogs = List.of("other");

        assertThat(examine(pipeline(ReadMode.SNAPSHOT, null), null)).isTrue();

        assertThat(finding(Step.CATALOGS).state()).isEqualTo(State.WARNED);
        assertThat(finding(Step.CATALOGS).remedy()).isEqualTo("GRANT BROWSE ON CATALOG `main` TO `sp-1`;");
    }

    @Test
    void namesTheGrantThatTheErrorNames() {
        access.fail.put(
                "sample 1",
                new SourceException(
                        Fault.MISSING_GRANT,
                        "reading main.ml.scores: [INSUFFICIENT_PERMISSIONS] User does not have SELECT on Table"
                                + " 'main.ml.scores'."));

        assertThat(examine(pipeline(ReadMode.SNAPSHOT, null), null)).isFalse();

        assertThat(finding(Step.READ).remedy()).isEqualTo("GRANT SELECT ON TABLE `main`.`ml`.`scores` TO `sp-1`;");
    }

    @Test
    void namesEveryGrantThatReadingNeedsWhenTheErrorNamesNone() {
        access.principal = Optional.empty();
        access.fail.put("describe", new SourceException(Fault.MISSING_GRANT, "no"));

        examine(pipeline(ReadMode.SNAPSHOT, null), null);

        assertThat(finding(Step.DESCRIBE).remedy()).isEqualTo("""
                GRANT USE CATALOG ON CATALOG `main` TO `<application-id>`;
                GRANT USE SCHEMA ON SCHEMA `main`.`ml` TO `<application-id>`;
                GRANT SELECT ON TABLE `main`.`ml`.`scores` TO `<application-id>`;""");
    }

    @Test
    void aWarehouseThatMayNotBeUsedIsNoMatterOfSql() {
        access.fail.put("open", new SourceException(Fault.MISSING_GRANT, "403"));

        examine(pipeline(ReadMode.SNAPSHOT, null), null);

        assertThat(finding(Step.WAREHOUSE).remedy()).contains("`sp-1` CAN USE on the SQL warehouse");
    }

    @Test
    void tellsThatItWaitsForAWarehouseThatStarts() {
        access.slow = true;

        examine(pipeline(ReadMode.SNAPSHOT, null), null);

        assertThat(findings)
                .filteredOn(finding -> finding.step() == Step.WAREHOUSE)
                .extracting(Finding::state)
                .containsExactly(State.WAITING, State.OK);
    }

    @Test
    void aMissingPropertyComesWithTheStatementThatSetsIt() {
        assertThat(examine(pipeline(ReadMode.ROW_VERSION, null), null)).isFalse();
        assertThat(finding(Step.MODE).remedy())
                .isEqualTo("ALTER TABLE `main`.`ml`.`scores` SET TBLPROPERTIES ('delta.enableRowTracking' = 'true');");
        assertThat(finding(Step.READ).state()).isEqualTo(State.OK);

        access.properties = Map.of("delta.enableChangeDataFeed", "true");
        assertThat(examine(pipeline(ReadMode.CHANGE_FEED, null), null)).isTrue();
    }

    @Test
    void aWatermarkMustBeADateOrATimestamp() {
        assertThat(examine(pipeline(ReadMode.WATERMARK, "ID"), null)).isFalse();
        assertThat(finding(Step.MODE).detail()).contains("ID is a bigint");
        assertThat(finding(Step.MODE).remedy()).isEqualTo("name one of these under change.column: at");

        assertThat(examine(pipeline(ReadMode.WATERMARK, "gone"), null)).isFalse();
        assertThat(finding(Step.MODE).detail()).isEqualTo("the watermark's column gone is not there");

        assertThat(examine(pipeline(ReadMode.WATERMARK, "At"), null)).isTrue();
    }

    @Test
    void theKeysColumnsMustBeThere() {
        var pipeline = new Patient.Pipeline(
                new Relation("main.ml.scores", null), List.of("id", "region"), ReadMode.SNAPSHOT, null);

        assertThat(examine(Optional.of(pipeline), null)).isFalse();
        assertThat(finding(Step.DESCRIBE).detail()).contains("column region is not among the columns id, at");
    }

    @Test
    void writesNothingUnlessAsked() {
        examine(Optional.empty(), null);

        assertThat(finding(Step.WRITE).state()).isEqualTo(State.SKIPPED);
        assertThat(access.did).noneMatch(done -> done.startsWith("create"));
        assertThat(findings).extracting(Finding::step).doesNotContain(Step.DESCRIBE, Step.MODE, Step.READ);
    }

    @Test
    void aSchemaThatIsNotThereComesWithEverythingThatMakesIt() {
        access.fail.put("create penstock.engagement.trial", new SourceException(Fault.FIX_QUERY, "SCHEMA_NOT_FOUND"));

        assertThat(examine(Optional.empty(), "trial")).isFalse();
        assertThat(finding(Step.WRITE).remedy()).isEqualTo("""
                CREATE SCHEMA IF NOT EXISTS `penstock`.`engagement`;
                GRANT USE CATALOG ON CATALOG `penstock` TO `sp-1`;
                GRANT USE SCHEMA, CREATE TABLE, SELECT, MODIFY ON SCHEMA `penstock`.`engagement` TO `sp-1`;""");
    }

    @Test
    void landsThroughTheOtherConnectionIfItIsAnother() {
        FakeAccess other = new FakeAccess();
        Patient patient = new Patient(
                access, Optional.empty(), Optional.of(new Patient.Landing(other, LANDING, Optional.of("trial"))));

        assertThat(new Doctor(patient, this::wait, () -> 0, findings::add).examine())
                .isTrue();
        assertThat(other.did).containsExactly("open", "create penstock.engagement.trial", "close");
        assertThat(access.did).noneMatch(done -> done.startsWith("create"));
    }

    private boolean examine(Optional<Patient.Pipeline> pipeline, String trial) {
        findings.clear();
        access.did.clear();
        Patient patient = new Patient(
                access, pipeline, Optional.of(new Patient.Landing(access, LANDING, Optional.ofNullable(trial))));
        return new Doctor(patient, this::wait, () -> 0, findings::add).examine();
    }

    private <T> T wait(Patience.Slow<T> slow, Runnable late) throws SourceException {
        if (access.slow) {
            late.run();
        }
        return slow.call();
    }

    private List<String> states() {
        return findings.stream()
                .map(finding -> finding.step() + " " + finding.state())
                .toList();
    }

    private Finding finding(Step step) {
        return findings.stream()
                .filter(finding -> finding.step() == step)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private static Optional<Patient.Pipeline> pipeline(ReadMode mode, String watermark) {
        return Optional.of(new Patient.Pipeline(new Relation("main.ml.scores", null), List.of("ID"), mode, watermark));
    }

    /** A connection to a table {@code main.ml.scores(id bigint, at timestamp)} that fails where it is told to. */
    private static final class FakeAccess implements Access, WarehouseSession {
        private final List<String> did = new ArrayList<>();
        private final Map<String, SourceException> fail = new LinkedHashMap<>();
        private Optional<String> principal = Optional.of("sp-1");
        private List<String> catalogs = List.of("main");
        private Map<String, String> properties = Map.of();
        private boolean slow;

        @Override
        public String secrets() throws SourceException {
            act("secrets");
            return "file x";
        }

        @Override
        public Optional<String> principal() {
            return principal;
        }

        @Override
        public String signIn() throws SourceException {
            act("sign in");
            return "accepted";
        }

        @Override
        public List<String> catalogs() throws SourceException {
            act("list");
            return catalogs;
        }

        @Override
        public WarehouseSession warehouse() throws SourceException {
            act("open");
            return this;
        }

        @Override
        public void wake() throws SourceException {
            act("wake");
        }

        @Override
        public SequencedMap<String, String> columns(Relation relation) throws SourceException {
            act("describe");
            SequencedMap<String, String> columns = new LinkedHashMap<>();
            columns.put("id", "bigint");
            columns.put("at", "timestamp");
            return columns;
        }

        @Override
        public Map<String, String> properties(String table) {
            return properties;
        }

        @Override
        public List<String> sample(Relation relation, int most) throws SourceException {
            act("sample " + most);
            return List.of("{\"id\":1}");
        }

        @Override
        public void createAndDrop(TableName table) throws SourceException {
            act("create " + table.plain());
        }

        @Override
        public void close() {
            did.add("close");
        }

        private void act(String what) throws SourceException {
            did.add(what);
            if (fail.containsKey(what)) {
                throw fail.get(what);
            }
        }
    }
}
