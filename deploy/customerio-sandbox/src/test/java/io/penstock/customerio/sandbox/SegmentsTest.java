package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.customerio.sandbox.workspace.WorkspaceSettings;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules 3, 7 and 24: manual segments, forms and reported metrics of Track v1. */
class SegmentsTest {

    private final SandboxClient client = SandboxClient.start(CustomerIoSandbox.builder()
            .workspace(WorkspaceSettings.builder()
                    .segments(Set.of("7"))
                    .objectTypes(Set.of("1", "2"))
                    .build()));

    @AfterEach
    void stop() {
        client.close();
    }

    private String members() throws IOException {
        return client.app("/v1/segments/7/membership").path("ids").toString();
    }

    @Test
    void addsAndRemovesPeopleByTheNamedKindOfIdentifier() throws IOException {
        client.put("ada", "{'email':'ada@example.com'}");
        client.put("bo", "{}");

        assertThat(client.post("/api/v1/segments/7/add_customers?id_type=id", "{'ids':['ada','bo','nobody']}"))
                .isEqualTo(200);
        assertThat(members()).isEqualTo("[\"ada\",\"bo\"]");
        client.post("/api/v1/segments/7/remove_customers?id_type=email", "{'ids':['ada@example.com','bo']}");
        assertThat(members()).isEqualTo("[\"bo\"]");
        assertThat(client.app("/v1/customers/bo/segments").toString()).contains("\"id\":7");
        assertThat(client.app("/v1/segments/7/customer_count").path("count").asInt())
                .isEqualTo(1);
    }

    @Test
    void takesAThousandIdsAndNotOneMore() throws IOException {
        String ids = IntStream.range(0, 1000).mapToObj(i -> "'p" + i + "'").collect(Collectors.joining(","));

        assertThat(client.post("/api/v1/segments/7/add_customers", "{'ids':[" + ids + "]}"))
                .isEqualTo(200);
        assertThat(client.post("/api/v1/segments/7/add_customers", "{'ids':[" + ids + ",'q']}"))
                .isEqualTo(400);
    }

    @Test
    void refusesAnUnknownSegmentAndAnUnknownKind() throws IOException {
        assertThat(client.post("/api/v1/segments/8/add_customers", "{'ids':[]}"))
                .isEqualTo(400);
        assertThat(client.post("/api/v1/segments/7/add_customers?id_type=phone", "{'ids':[]}"))
                .isEqualTo(400);
        assertThat(client.appResponse("/v1/segments/8/membership").statusCode()).isEqualTo(404);
    }

    @Test
    void carriesTheSegmentOverInAMergeAndForgetsTheDeleted() throws IOException {
        client.put("ada", "{}");
        client.put("old", "{}");
        client.post("/api/v1/segments/7/add_customers", "{'ids':['old']}");
        client.post("/api/v1/merge_customers", "{'primary':{'id':'ada'},'secondary':{'id':'old'}}");

        assertThat(members()).isEqualTo("[\"ada\"]");
        client.track("DELETE", "/api/v1/customers/ada", "");
        assertThat(members()).isEqualTo("[]");
    }

    @Test
    void listsObjectTypesAndSegments() throws IOException {
        assertThat(client.app("/v1/object_types").path("types")).hasSize(2);
        assertThat(client.app("/v1/segments").at("/segments/0/type").asText()).isEqualTo("manual");
    }

    @Test
    void answersAFormWithoutContent() throws IOException {
        assertThat(client.post("/api/v1/forms/f1/submit", "{'data':{'email':'ada@example.com','plan':'pro'}}"))
                .isEqualTo(204);
        assertThat(client.byEmail("ada@example.com").isMissingNode()).isFalse();
        assertThat(client.post("/api/v1/forms/f1/submit", "{}")).isEqualTo(400);
    }

    @Test
    void takesReportedMetrics() throws IOException {
        assertThat(client.post("/api/v1/metrics", "{'delivery_id':'d','metric':'opened'}"))
                .isEqualTo(200);
        assertThat(client.post("/api/v1/push/events", "{'delivery_id':'d','event':'opened','device_id':'t'}"))
                .isEqualTo(200);
        assertThat(client.post("/api/v1/metrics", "{'metric':'opened'}")).isEqualTo(400);
    }
}
