package io.penstock.identity.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.http.ProfileDirectory.Age;
import io.penstock.identity.http.ProfileDirectory.Answer;
import io.penstock.identity.http.ProfileDirectory.Freshness;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Statuses and headers of look-ups, the directory a stand-in. */
class ProfileResourceTest {
    private static final WhyV1 WHY = new WhyV1("acme", WhyV1.Verdict.PERSON, List.of(), List.of(), List.of());

    private final Stub directory = new Stub();
    private final ProfileResource resource = new ProfileResource(directory);

    @Test
    void asksForTheCurrentCopyUnlessAnOlderOneIsAllowed() {
        resource.explain("acme", "email:a@x.example", null, null);
        assertThat(directory.asked).isEqualTo(Freshness.CURRENT);
        resource.explain("acme", "email:a@x.example", null, "allowed");
        assertThat(directory.asked).isEqualTo(Freshness.STALE_ALLOWED);
    }

    @Test
    void saysHowFarBehindASecondCopyIs() {
        directory.answer = new Answer.Explained(WHY, new Age.Behind(OptionalLong.of(7)));
        assertThat(explained().getHeaderString("Penstock-Records-Behind")).isEqualTo("7");
        directory.answer = new Answer.Explained(WHY, new Age.Behind(OptionalLong.empty()));
        assertThat(explained().getHeaderString("Penstock-Records-Behind")).isEqualTo("unknown");
        directory.answer = new Answer.Explained(WHY, new Age.Current());
        assertThat(explained().getHeaderString("Penstock-Records-Behind")).isNull();
    }

    @Test
    void namesTheReplicaThatKnows() {
        directory.answer = new Answer.Elsewhere("10.0.0.7", 8082, "/v1/explain?workspace=acme&a=email%3Aa");
        Response response = explained();
        assertThat(response.getStatus()).isEqualTo(307);
        assertThat(response.getLocation())
                .isEqualTo(URI.create("http://10.0.0.7:8082/v1/explain?workspace=acme&a=email%3Aa"));
    }

    private Response explained() {
        return resource.explain("acme", "email:a@x.example", null, "allowed");
    }

    private static final class Stub implements ProfileDirectory {
        private Answer answer = new Answer.Explained(WHY, new Age.Current());
        private Freshness asked;

        @Override
        public Answer byIdentifier(String workspace, Identifier given, Freshness freshness) {
            return answer(freshness);
        }

        @Override
        public Answer byId(String profileId, Freshness freshness) {
            return answer(freshness);
        }

        @Override
        public Answer exactly(String profileId, Freshness freshness) {
            return answer(freshness);
        }

        @Override
        public Answer command(String workspace, String commandId, Freshness freshness) {
            return answer;
        }

        @Override
        public Answer explain(String workspace, Identifier first, Optional<Identifier> second, Freshness freshness) {
            return answer(freshness);
        }

        private Answer answer(Freshness freshness) {
            asked = freshness;
            return answer;
        }

        @Override
        public Status status() {
            return new Status("local-0", "RUNNING", 0, 0, 0, 0);
        }
    }
}
