package io.penstock.webhook.kafka;

import io.penstock.schemas.DecisionV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.EngagementV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.ProfileV1;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** The channels that end in the lakehouse. */
@ApplicationScoped
public class Landings {
    private final TopicLanding<EngagementV1> engagement;
    private final TopicLanding<OutcomeV1> outcomes;
    private final TopicLanding<ProfileV1> profiles;
    private final TopicLanding<DecisionV1> decisions;
    private final TopicLanding<DeliveryV1> calls;

    public Landings(
            @Identifier("engagement") TopicLanding<EngagementV1> engagement,
            @Identifier("outcomes") TopicLanding<OutcomeV1> outcomes,
            @Identifier("profiles") TopicLanding<ProfileV1> profiles,
            @Identifier("decisions") TopicLanding<DecisionV1> decisions,
            @Identifier("calls") TopicLanding<DeliveryV1> calls) {
        this.engagement = engagement;
        this.outcomes = outcomes;
        this.profiles = profiles;
        this.decisions = decisions;
        this.calls = calls;
    }

    @Incoming("engagement")
    public Uni<Void> engagement(Message<ConsumerRecords<String, byte[]>> batch) {
        return engagement.land(batch);
    }

    @Incoming("outcomes")
    public Uni<Void> outcomes(Message<ConsumerRecords<String, byte[]>> batch) {
        return outcomes.land(batch);
    }

    @Incoming("calls")
    public Uni<Void> calls(Message<ConsumerRecords<String, byte[]>> batch) {
        return calls.land(batch);
    }

    @Incoming("decisions")
    public Uni<Void> decisions(Message<ConsumerRecords<String, byte[]>> batch) {
        return decisions.land(batch);
    }

    @Incoming("profiles")
    public Uni<Void> profiles(Message<ConsumerRecords<String, byte[]>> batch) {
        return profiles.land(batch);
    }
}
