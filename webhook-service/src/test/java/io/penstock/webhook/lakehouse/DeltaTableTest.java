package io.penstock.webhook.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.Json;
import io.penstock.schemas.OutcomeV1;
import io.penstock.webhook.core.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
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
        try (InputStream in = DeltaTableTest.class.getResourceAsStream("/lakehouse/" + name)) {
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
