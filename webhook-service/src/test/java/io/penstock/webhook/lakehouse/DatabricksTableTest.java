package io.penstock.webhook.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.DecisionV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.config.ConnectionSpec;
import io.penstock.schemas.config.SecretRef;
import io.penstock.webhook.core.LakehouseTable;
import io.penstock.webhook.core.LakehouseTableContract;
import io.penstock.webhook.core.Merge;
import io.penstock.webhook.core.Row;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The contract against a warehouse on loopback that speaks the driver's protocol: set the variable to its port, and
 * {@code PENSTOCK_TEST_TOKEN} if it asks for one. Every test writes into a schema of its own.
 */
@Tag("warehouse")
@EnabledIfEnvironmentVariable(named = "PENSTOCK_TEST_WAREHOUSE_PORT", matches = "\\d+")
class DatabricksTableTest extends LakehouseTableContract {
    private static final Row.Origin ORIGIN = new Row.Origin("t", 0, 1);
    private final String schema = "main.landing_" + UUID.randomUUID().toString().replace('-', '_');
    private final LandingPlace place = new LandingPlace(
            new ConnectionSpec.Databricks(
                    "127.0.0.1",
                    Integer.valueOf(Optional.ofNullable(System.getenv("PENSTOCK_TEST_WAREHOUSE_PORT"))
                            .orElse("0")),
                    false,
                    "/sql/1.0/warehouses/local",
                    new SecretRef("TOKEN", null),
                    null,
                    null),
            schema);
    private final DatabricksTable events =
            DatabricksTable.events(() -> Optional.of(place), DatabricksTableTest::secret);
    private final DatabricksTable deliveries =
            DatabricksTable.deliveries(() -> Optional.of(place), DatabricksTableTest::secret);

    private final DatabricksTable calls = DatabricksTable.calls(() -> Optional.of(place), DatabricksTableTest::secret);
    private final DatabricksTable decisions =
            DatabricksTable.decisions(() -> Optional.of(place), DatabricksTableTest::secret);
    private final DatabricksTable profiles =
            DatabricksTable.profileLinks(() -> Optional.of(place), DatabricksTableTest::secret);

    @AfterEach
    void close() {
        List.of(events, deliveries, calls, decisions, profiles).forEach(DatabricksTable::close);
    }

    @Override
    protected LakehouseTable emptyTable() {
        return events;
    }

    @Override
    protected Row row(int n) {
        return EventsTable.row(Samples.clicked("e" + n), ORIGIN).orElseThrow();
    }

    @Override
    protected Set<String> ids() {
        return values("SELECT event_id FROM " + schema + ".customerio_events");
    }

    @Test
    void keepsTextsAndTimesExactly() {
        assertThat(merge(events, row(1))).isEqualTo(new Merge.Done(1));
        assertThat(values("SELECT payload FROM " + schema + ".customerio_events"))
                .containsExactly(Samples.clicked("e1").body());
        assertThat(values("SELECT date_format(received_at, \"yyyy-MM-dd'T'HH:mm:ss.SSSSSS\") FROM " + schema
                        + ".customerio_events"))
                .containsExactly("2026-03-16T00:00:00.123456");
        assertThat(values("SELECT CAST(event_date AS STRING) FROM " + schema + ".customerio_events"))
                .containsExactly("2026-03-15");
    }

    @Test
    void aLaterOutcomeOfADeliveryReplacesTheEarlierOneAndNotTheOtherWayRound() {
        Instant first = Instant.parse("2026-03-16T00:00:00Z");
        Row givenUp = DeliveriesTable.row(Samples.outcome("d1", OutcomeV1.Status.GIVEN_UP, first), ORIGIN)
                .orElseThrow();
        Row replayed = DeliveriesTable.row(
                        Samples.outcome("d1", OutcomeV1.Status.ACCEPTED, first.plusSeconds(60)), ORIGIN)
                .orElseThrow();
        assertThat(merge(deliveries, givenUp)).isEqualTo(new Merge.Done(1));
        assertThat(merge(deliveries, replayed)).isEqualTo(new Merge.Done(1));
        assertThat(merge(deliveries, givenUp)).isEqualTo(new Merge.Done(0));
        assertThat(values("SELECT status FROM " + schema + ".deliveries")).containsExactly("ACCEPTED");
    }

    @Test
    void keepsWhatATrackCallSaidOnce() throws IOException {
        DeliveryV1 call = golden("DeliveryV1-track", DeliveryV1.class);
        Row row = CallsTable.row(call, ORIGIN).orElseThrow();
        assertThat(merge(calls, row)).isEqualTo(new Merge.Done(1));
        assertThat(merge(calls, row)).isEqualTo(new Merge.Done(0));
        assertThat(values("SELECT properties FROM " + schema + ".calls"))
                .containsExactly(call.body().toString());
    }

    @Test
    void keepsADecisionWithItsWholeEvidenceOnce() throws IOException {
        DecisionV1 decision = unique(golden("DecisionV1", DecisionV1.class));
        Row row = DecisionsTable.row(decision, ORIGIN).orElseThrow();
        assertThat(merge(decisions, row)).isEqualTo(new Merge.Done(1));
        assertThat(merge(decisions, row)).isEqualTo(new Merge.Done(0));
        assertThat(values("SELECT decision FROM main.identity.decisions WHERE decision_id = '" + decision.decisionId()
                        + "'"))
                .containsExactly(Json.wire().valueToTree(decision).toString());
    }

    @Test
    void aHigherVersionOfAProfileReplacesALowerOneAndNotTheOtherWayRound() throws IOException {
        ObjectNode known = (ObjectNode) golden("ProfileV1", JsonNode.class);
        known.put("profile_id", "prf_" + UUID.randomUUID());
        Row second =
                ProfileLinksTable.row(profile(known.put("version", 2)), ORIGIN).orElseThrow();
        Row tenth =
                ProfileLinksTable.row(profile(known.put("version", 10)), ORIGIN).orElseThrow();
        assertThat(merge(profiles, second)).isEqualTo(new Merge.Done(1));
        assertThat(merge(profiles, tenth)).isEqualTo(new Merge.Done(1));
        assertThat(merge(profiles, second)).isEqualTo(new Merge.Done(0));
        assertThat(values("SELECT concat(version, ' ', size(identifiers)) FROM main.identity.profile_links"
                        + " WHERE profile_id = '" + second.id() + "'"))
                .containsExactly("10 " + profile(known).identifiers().size());
    }

    /** These two tables are in a schema of their own, which all tests of a warehouse share. */
    private static DecisionV1 unique(DecisionV1 decision) throws IOException {
        ObjectNode json = Json.wire().valueToTree(decision);
        return Json.wire().treeToValue(json.put("decision_id", "dec_" + UUID.randomUUID()), DecisionV1.class);
    }

    private static ProfileV1 profile(ObjectNode json) throws IOException {
        return Json.wire().treeToValue(json, ProfileV1.class);
    }

    private static <V> V golden(String name, Class<V> type) throws IOException {
        try (InputStream example = Json.class.getResourceAsStream("/io/penstock/schemas/golden/" + name + ".json")) {
            return Json.wire().readValue(example, type);
        }
    }

    @Test
    void refusesABatchWithAValueOfTheWrongTypeAndWritesNothingOfIt() {
        Row wrong = new Row("bad", LocalDate.of(2026, 3, 15), "{\"event_id\":\"bad\",\"campaign_id\":\"x\"}", ORIGIN);
        assertThat(merge(events, row(1), wrong)).isEqualTo(new Merge.Refused("not_storable"));
        assertThat(ids()).isEmpty();
        assertThat(merge(events, row(1))).isEqualTo(new Merge.Done(1));
    }

    private Set<String> values(String sql) {
        Set<String> found = new HashSet<>();
        try (Connection connection = Warehouse.open(place.connection(), DatabricksTableTest::secret);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    private static String secret(String name) {
        return Optional.ofNullable(System.getenv("PENSTOCK_TEST_TOKEN")).orElse("local-token");
    }
}
