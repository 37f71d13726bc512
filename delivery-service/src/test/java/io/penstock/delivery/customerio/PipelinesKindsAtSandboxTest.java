package io.penstock.delivery.customerio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.delivery.core.Ending;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ObjectRefV1;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The Pipelines API in strict mode. */
class PipelinesKindsAtSandboxTest extends KindsContract {
    @Override
    String settings() {
        return "{\"wire\":\"pipelines\"}";
    }

    @Test
    void arrivesInStrictMode() throws Exception {
        JsonNode first = workspace.arrived().path(0);
        assertThat(first.path("path").asText()).isEqualTo("/v1/batch");
        assertThat(first.at("/headers/x-strict-mode").asText()).isEqualTo("1");
    }

    @Test
    void anyCallThatComesAgainWithItsIdIsIgnored() throws Exception {
        DeliveryV1 team = Deliveries.identify("1", "ada", "{\"plan\":\"team\"}");
        accepted(team);
        accepted(team);
        assertThat(workspace.arrived())
                .extracting(call -> call.path("verdict").asText())
                .containsExactly("applied", "applied", "ignored-duplicate");
    }

    /** What the documentation says of dates on this wire. */
    @Test
    void aDateInTextBecomesUnixSecondsThereAndSecondsStaySeconds() throws Exception {
        accepted(Deliveries.identify("1", "ada", "{\"renews\":\"2026-03-15\",\"joined\":1773532800}"));
        JsonNode attributes = workspace.person("ada").path("attributes");
        assertThat(attributes.path("renews").asText()).isEqualTo("1773532800");
        assertThat(attributes.path("joined").asText()).isEqualTo("1773532800");
    }

    /** In strict mode one bad call refuses its whole batch without a word about which it was. */
    @Test
    void findsTheOneRefusedCallOfABatchByHalvingIt() throws Exception {
        String tooMuch = "{\"a\":\"%1$s\",\"b\":\"%1$s\"}".formatted("x".repeat(600));
        DeliveryV1[] calls = IntStream.range(0, 21)
                .mapToObj(i -> i == 13 ? relation("d" + i, tooMuch) : Deliveries.track("d" + i, "u" + i, "e", "{}"))
                .toArray(DeliveryV1[]::new);
        List<Ending> ends =
                workspace.carry(calls).stream().map(CompletableFuture::join).toList();
        assertThat(ends)
                .filteredOn(ending -> ending.kind() != Ending.Kind.ACCEPTED)
                .singleElement()
                .satisfies(bad -> {
                    assertThat(bad.call().id()).isEqualTo("d13");
                    assertThat(bad.code()).isEqualTo("item_invalid");
                    assertThat(bad.words()).containsExactly("invalid: breaks a limit: LONG_VALUE");
                });
        for (int i = 0; i < 21; i++) {
            assertThat(workspace.status("u" + i)).isEqualTo(i == 13 ? 404 : 200);
        }
    }

    private static DeliveryV1 relation(String id, String body) {
        IdentifierV1 person = new IdentifierV1("customerio_id", "u13");
        return Deliveries.of(id, DeliveryV1.Kind.RELATE, person, new ObjectRefV1("1", "acme"), null, body);
    }
}
