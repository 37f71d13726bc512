package io.penstock.webhook.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.DecisionV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.OutcomeV1;
import io.penstock.webhook.core.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeltaTableTest {
    private static final TableSchema SCHEMA = TableSchema.parse("penstock.engagement");
    private static final Row.Origin ORIGIN = new Row.Origin("t", 0, 1);

    @Test
    void theStatementsForEventsAreExactlyThese() throws IOException {
        assertThat(statements(EventsTable.TABLE)).isEqualTo(golden("customerio_events.sql"));
    }

    @Test
    void theStatementsForDeliveriesAreExactlyThese() throws IOException {
        assertThat(statements(DeliveriesTable.TABLE)).isEqualTo(golden("deliveries.sql"));
    }

    @Test
    void theStatementsForCallsDecisionsAndProfilesAreExactlyThese() throws IOException {
        assertThat(statements(CallsTable.TABLE)).isEqualTo(golden("calls.sql"));
        assertThat(statements(DecisionsTable.TABLE)).isEqualTo(golden("decisions.sql"));
        assertThat(statements(ProfileLinksTable.TABLE)).isEqualTo(golden("profile_links.sql"));
    }

    @Test
    void aTableOfAnEarlierVersionGetsTheColumnsItLacks() {
        Set<String> there = new HashSet<>(columns(CallsTable.TABLE));
        assertThat(CallsTable.TABLE.addColumns(SCHEMA, there)).isEmpty();
        there.remove("properties");
        there.add("column of somebody else");
        assertThat(CallsTable.TABLE.addColumns(SCHEMA, there).orElseThrow())
                .startsWith(
                        "ALTER TABLE `penstock`.`engagement`.`calls` ADD COLUMNS (\n  `properties` STRING COMMENT '")
                .doesNotContain("delivery_id` STRING");
    }

    @Test
    void everyExampleOfTheReferenceIsARowWithAllColumns() throws IOException {
        for (String body : golden("../webhooks/examples.jsonl").lines().toList()) {
            JsonNode sent = Json.wire().readTree(body);
            JsonNode row = Json.wire()
                    .readTree(EventsTable.row(Samples.withBody(body), ORIGIN)
                            .orElseThrow()
                            .json());
            assertThat(names(row)).isEqualTo(columns(EventsTable.TABLE));
            names(sent.path("data")).stream()
                    .filter(name -> names(row).indexOf(name) > names(row).indexOf("workspace"))
                    .forEach(name -> assertThat(row.path(name).asText())
                            .isEqualTo(sent.path("data").path(name).asText()));
        }
    }

    @Test
    void aDecisionIsARowWithItsEvidence() throws IOException {
        DecisionV1 decision = new DecisionV1(
                "telco:1:0",
                "telco",
                DecisionV1.Kind.MERGE,
                "email joins",
                new DecisionV1.Input("scores", "rec", 7, "C-1", 412L, null, null, "main.crm.contacts"),
                List.of(new IdentifierV1("email", "a@example.com")),
                List.of(new DecisionV1.Before("p_1", 2), new DecisionV1.Before("p_2", 1)),
                List.of(new DecisionV1.After("p_1", 3)),
                "p_1",
                List.of(),
                1,
                Instant.parse("2026-11-22T10:05:03.250Z"));
        JsonNode row = Json.wire()
                .readTree(DecisionsTable.row(decision, ORIGIN).orElseThrow().json());
        assertThat(columns(DecisionsTable.TABLE)).containsAll(names(row));
        assertThat(row.path("profiles_before")).hasSize(2);
        assertThat(row.path("table_version").longValue()).isEqualTo(412);
        assertThat(Json.wire().readValue(row.path("decision").textValue(), DecisionV1.class))
                .isEqualTo(decision);
    }

    @Test
    void anEventFillsEveryColumnAndKeepsItsBody() throws IOException {
        Row row = EventsTable.row(Samples.clicked("e1"), ORIGIN).orElseThrow();
        assertThat(row.id()).isEqualTo("e1");
        assertThat(row.date()).isEqualTo(LocalDate.of(2026, 3, 15));
        JsonNode json = Json.wire().readTree(row.json());
        assertThat(names(json)).isEqualTo(columns(EventsTable.TABLE));
        assertThat(json.path("received_at").textValue()).isEqualTo("2026-03-16T00:00:00.123456Z");
        assertThat(json.path("payload").textValue())
                .isEqualTo(Samples.clicked("e1").body());
        assertThat(json.path("campaign_id").isIntegralNumber()).isTrue();
        assertThat(json.path("human").booleanValue()).isTrue();
    }

    @Test
    void anEventWithANumberThatNobodyCanHoldIsARowWithItsBody() throws IOException {
        String body = "{\"event_id\":\"e1\",\"data\":{\"transactional_message_id\":1e99999999999}}";
        JsonNode json = Json.wire()
                .readTree(EventsTable.row(Samples.withBody(body), ORIGIN)
                        .orElseThrow()
                        .json());
        assertThat(json.path("payload").textValue()).isEqualTo(body);
        assertThat(json.path("transactional_message_id").isNull()).isTrue();
    }

    @Test
    void anOutcomeFillsEveryColumn() throws IOException {
        Instant at = Instant.parse("2026-03-20T10:00:00Z");
        Row row = DeliveriesTable.row(Samples.outcome("d1", OutcomeV1.Status.ACCEPTED, at), ORIGIN)
                .orElseThrow();
        assertThat(row.id()).isEqualTo("d1");
        assertThat(row.date()).isEqualTo(LocalDate.of(2026, 3, 15));
        JsonNode json = Json.wire().readTree(row.json());
        assertThat(names(json)).isEqualTo(columns(DeliveriesTable.TABLE));
        assertThat(json.path("person_id").textValue()).isEqualTo("usr_8472");
        assertThat(json.path("words").get(0).textValue()).isEqualTo("invalid a: 'b'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "a.b.c", "a.`b`", "a. b", "", "a.b;DROP"})
    void refusesASchemaThatIsNotTwoPlainNames(String schema) {
        assertThatThrownBy(() -> TableSchema.parse(schema))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("catalog.schema");
    }

    private static String statements(DeltaTable table) {
        return table.createSchema(SCHEMA) + ";\n\n" + table.createTable(SCHEMA) + ";\n\n" + table.merge(SCHEMA) + ";\n";
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = DeltaTableTest.class
                .getResource(name.startsWith("../") ? name.substring(2) : "/lakehouse/" + name)
                .openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> names(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> columns(DeltaTable table) {
        return table.columns().stream().map(DeltaTable.Column::name).toList();
    }
}
