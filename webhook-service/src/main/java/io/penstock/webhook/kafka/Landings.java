package io.penstock.webhook.kafka;

import io.penstock.schemas.EngagementV1;
import io.penstock.schemas.OutcomeV1;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** The two channels that end in the lakehouse. */
@ApplicationScoped
public class Landings {
    private final TopicLanding<EngagementV1> engagement;
    private final TopicLanding<OutcomeV1> outcomes;

    public Landings(
            @Identifier("engagement") TopicLanding<EngagementV1> engagement,
            @Identifier("outcomes") TopicLanding<OutcomeV1> outcomes) {
        this.engagement = engagement;
        this.outcomes = outcomes;
    }

    @Incoming("engagement")
    public Uni<Void> engagement(Message<ConsumerRecords<String, byte[]>> batch) {
        return engagement.land(batch);
    }

    @Incoming("outcomes")
    public Uni<Void> outcomes(Message<ConsumerRecords<String, byte[]>> batch) {
        return outcomes.land(batch);
    }
}
