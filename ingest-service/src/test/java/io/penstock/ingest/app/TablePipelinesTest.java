package io.penstock.ingest.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TablePipelinesTest {
    @Test
    void readsTablesAndQueriesAndLeavesEventsToWebhookService() throws JsonProcessingException {
        assertThat(TablePipelines.reads(pipeline("{\"source\":{\"connection\":\"dbx\",\"table\":\"a.b.c\"}}")))
                .isTrue();
        assertThat(TablePipelines.reads(pipeline("{\"source\":{\"events\":\"web\"}}")))
                .isFalse();
        assertThat(TablePipelines.reads(pipeline("{\"source\":{\"webhooks\":\"cio\"}}")))
                .isFalse();
    }

    @Test
    void keepsAPipelineWithoutASourceSoThatSomebodySaysWhatIsWrong() throws JsonProcessingException {
        assertThat(TablePipelines.reads(pipeline("{}"))).isTrue();
    }

    private static ConfigV1 pipeline(String spec) throws JsonProcessingException {
        ObjectNode json = (ObjectNode) Json.wire().readTree(spec);
        return new ConfigV1("acme", ConfigV1.Kind.PIPELINE, "p", 1, json, null, "h", "test", Instant.EPOCH);
    }
}
