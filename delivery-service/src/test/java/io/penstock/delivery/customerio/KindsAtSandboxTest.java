package io.penstock.delivery.customerio;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.delivery.core.Ending;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Track API: v2, and v1 for events of people not yet known. */
class KindsAtSandboxTest extends KindsContract {
    @Override
    String settings() {
        return "{}";
    }

    @Test
    void sendsAnEventOfSomebodyNotYetKnownAloneByVersionOneUnlessToldOtherwise() throws Exception {
        DeliveryV1 viewed =
                Deliveries.of(DeliveryV1.Kind.TRACK, new IdentifierV1("anonymous_id", "anon_1"), null, "viewed", "{}");
        accepted(viewed);
        workspace.configure("{\"anonymousEvents\":\"v2\"}");
        accepted(viewed);
        assertThat(workspace.arrived())
                .extracting(call -> call.path("path").asText())
                .containsExactly("/api/v2/batch", "/api/v1/events", "/api/v2/batch");
        assertThat(workspace.arrived())
                .extracting(call -> call.path("verdict").asText())
                .containsExactly("applied", "applied", "ignored-duplicate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"anonymous_id\":\"anon_1\"}", "{\"anonymous_id\":\"anon_1\",\"name\":\"\",\"data\":7}"})
    void aRefusalByVersionOneIsTheFaultOfTheCallAndKeepsItsWords(String event) throws Exception {
        Ending ending = workspace.ends(Ways.TRACK_EVENT, event);
        assertThat(ending.kind()).isEqualTo(Ending.Kind.REJECTED);
        assertThat(ending.code()).isEqualTo("item_invalid");
        assertThat(ending.words()).isNotEmpty().anyMatch(words -> words.contains("name"));
        assertThat(ending.attempts()).isEqualTo(1);
        assertThat(workspace.stopped()).isEmpty();
    }
}
