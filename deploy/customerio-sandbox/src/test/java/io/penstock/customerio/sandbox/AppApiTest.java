package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.customerio.sandbox.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reference 8.2: reads in the shape of the App API. */
class AppApiTest {

    private final SandboxClient client = SandboxClient.start();

    @BeforeEach
    void ada() throws IOException {
        client.put("ada", "{'email':'ada+news@example.com'}");
    }

    @AfterEach
    void stop() {
        client.close();
    }

    @Test
    void findsWhoOwnsAnEmail() throws IOException {
        JsonNode found = client.byEmail("Ada+News@example.com");

        assertThat(found.path("id").asText()).isEqualTo("ada");
        assertThat(found.path("cio_id").asText()).isEqualTo("a3000001");
        assertThat(found.path("email").asText()).isEqualTo("ada+news@example.com");
    }

    @Test
    void findsNobodyForAnUnencodedPlus() throws IOException {
        HttpResponse<String> answer = client.appResponse("/v1/customers?email=ada+news@example.com");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"results\":[]}");
    }

    @ParameterizedTest
    @CsvSource({
        "ada,200",
        "ada?id_type=id,200",
        "ada%2Bnews@example.com?id_type=email,200",
        "a3000001?id_type=cio_id,200",
        "ada?id_type=email,404",
        "ada?id_type=other,404",
        "nobody,404"
    })
    void readsAttributesByAnyIdentifierOfTheRightType(String value, int status) throws IOException {
        String path = value.contains("?") ? value.replace("?", "/attributes?") : value + "/attributes";

        assertThat(client.appResponse("/v1/customers/" + path).statusCode()).isEqualTo(status);
    }

    @Test
    void answersNobodyWithTheRecordedEnvelope() throws IOException {
        JsonNode error = Json.parse(
                        client.appResponse("/v1/customers/nobody/attributes").body())
                .orElseThrow()
                .at("/errors/0");

        assertThat(error.path("detail").asText()).matches("not found \\(reference [0-9A-Z]{26}\\)");
        assertThat(error.path("status").asText()).isEqualTo("404");
    }

    @Test
    void pagesThroughActivitiesNewestFirst() throws IOException {
        for (int i = 0; i < 5; i++) {
            client.post("/api/v1/customers/ada/events", "{'name':'e" + i + "'}");
        }
        JsonNode first = client.app("/v1/activities?type=event&limit=3");
        JsonNode second = client.app(
                "/v1/activities?type=event&limit=3&start=" + first.path("next").asText());

        assertThat(first.path("activities").findValuesAsText("name")).containsExactly("e4", "e3", "e2");
        assertThat(second.path("activities").findValuesAsText("name")).containsExactly("e1", "e0");
        assertThat(second.path("next").asText()).isEmpty();
    }

    @Test
    void readsTheActivitiesOfOnePersonOnly() throws IOException {
        client.put("bo", "{}");
        client.post("/api/v1/customers/bo/events", "{'name':'e'}");

        assertThat(client.app("/v1/customers/ada/activities").path("activities"))
                .hasSize(1);
        assertThat(client.app("/v1/customers/bo/activities").path("activities").findValuesAsText("type"))
                .containsExactly("event", "profile_create");
        assertThat(client.app("/v1/activities?customer_id=bo").path("activities"))
                .hasSize(2);
    }

    @Test
    void namesThePersonOfAFailedChangeByEveryIdentifier() throws IOException {
        client.put("bo@example.com", "{'plan':'pro'}");
        client.put("bo@example.com", "{'id':'ada'}");

        JsonNode entry =
                client.app("/v1/activities?type=failed_attribute_change").at("/activities/0");

        assertThat(entry.at("/customer_identifiers/email").asText()).isEqualTo("bo@example.com");
        assertThat(entry.at("/customer_identifiers/cio_id").asText()).isEqualTo("a3000002");
        assertThat(entry.at("/customer_identifiers/id").asText()).isEmpty();
        assertThat(entry.at("/data/attribute").asText()).isEqualTo("id");
        assertThat(entry.at("/data/reason").asText()).contains("different profile");
    }
}
