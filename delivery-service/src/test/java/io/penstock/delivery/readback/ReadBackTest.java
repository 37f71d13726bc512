package io.penstock.delivery.readback;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.delivery.customerio.Deliveries;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.Topics;
import io.penstock.schemas.config.ConnectionSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A virtual clock, and an App API that is a map. */
class ReadBackTest {
    private static final String CONNECTION = "customerio-prod";
    private static final Duration AFTER = Duration.ofSeconds(60);

    private final List<Instant> questions = new ArrayList<>();
    private final List<OutcomeV1> said = new ArrayList<>();
    private final Map<String, Map<String, String>> people = new HashMap<>();
    private Map<String, ConnectionSpec.ReadBack> settings = Map.of(CONNECTION, Samples.settings(5, AFTER));
    private Optional<AppApi.Fault> fault = Optional.empty();
    private double share = 1;
    private boolean leads;
    private volatile Instant now = Samples.AS_OF;
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile CountDownLatch hanging = new CountDownLatch(0);
    private final ReadBack readBack = new ReadBack(
            () -> settings,
            name -> new Api(),
            (connection, entry) -> Optional.empty(),
            new Saying(),
            new ReadBack.Worker() {
                @Override
                public boolean leads() {
                    return leads;
                }

                @Override
                public double share() {
                    return share;
                }

                @Override
                public Duration activitiesEvery() {
                    return Duration.ofSeconds(30);
                }
            },
            () -> now,
            (name, counts) -> {});

    @Test
    void saysOfAnAcceptedCallWhetherItWasAppliedAndNotBeforeItsTime() {
        // Given
        accept(Deliveries.identify("d1", "ada", "{\"score\":0.8}"));
        run(Duration.ofSeconds(1));
        accept(Deliveries.identify("d2", "bo", "{\"score\":0.9}"));
        run(Duration.ofSeconds(1));
        accept(Deliveries.identify("d3", "nobody", "{\"score\":0.9}"));
        people.put("ada", Map.of("score", "0.8"));
        people.put("bo", Map.of("score", "0.1"));

        // When
        run(Duration.ofSeconds(57));
        assertThat(said).isEmpty();
        run(Duration.ofSeconds(10));

        // Then
        assertThat(said).extracting(OutcomeV1::deliveryId).containsExactly("d1", "d2", "d3");
        assertThat(said).extracting(OutcomeV1::code).containsExactly("applied", "not_applied", "not_applied");
        assertThat(said).extracting(OutcomeV1::status).containsOnly(OutcomeV1.Status.ACCEPTED);
        assertThat(said.get(1).words()).containsExactly("differs score: not as it was sent");
        assertThat(said.get(2).words()).containsExactly("not_found: nobody has this identifier there");
        assertThat(readBack.status().get(CONNECTION)).isEqualTo(new ReadBackStatus(1, 2, 0, 0, 0, 0, "", 0));
    }

    @Test
    void takesAsManyAsItMayAskAboutAndNeverAsksFasterThanTheRate() {
        leads = true;
        share = 0.5;
        for (int i = 0; i < 20_000; i++) {
            accept(Deliveries.identify("d" + i, "p" + i, "{\"v\":1}"));
            if (i % 100 == 0) {
                run(Duration.ofMillis(500));
            }
        }
        run(Duration.ofMinutes(5));
        for (Instant from : questions) {
            assertThat(questions.stream()
                            .filter(at -> !at.isBefore(from) && at.isBefore(from.plusSeconds(1)))
                            .count())
                    .isLessThanOrEqualTo(3);
        }
        assertThat(said.size()).isBetween(190, 260);
    }

    @Test
    void aLaterCallTakesItsAttributesOutOfTheQuestion() {
        accept(Deliveries.identify("d1", "ada", "{\"score\":1,\"tier\":\"gold\"}"));
        run(Duration.ofSeconds(10));
        accept(Deliveries.identify("d2", "ada", "{\"score\":2}"));
        people.put("ada", Map.of("score", "2", "tier", "gold"));
        run(Duration.ofSeconds(60));
        assertThat(said).extracting(OutcomeV1::deliveryId).containsExactly("d1");
        assertThat(said.getFirst().code()).isEqualTo("applied");
    }

    @Test
    void aPersonThatIsDeletedOrMergedIsNotAskedAbout() {
        accept(Deliveries.identify("d1", "ada", "{\"score\":1}"));
        accept(Deliveries.erase("d2", DeliveryV1.Kind.DELETE, new IdentifierV1("customerio_id", "ada")));
        run(Duration.ofMinutes(5));
        assertThat(questions).isEmpty();
    }

    @Test
    void aFaultOfTheAppApiIsCountedAndWaitedOutAndNothingElse() {
        // Given
        fault = Optional.of(new AppApi.Fault("bad_credentials", Duration.ofSeconds(30)));
        for (int i = 0; i < 10; i++) {
            accept(Deliveries.identify("d" + i, "p" + i, "{\"v\":1}"));
            people.put("p" + i, Map.of("v", "1"));
            run(Duration.ofMillis(300));
        }

        // When
        run(Duration.ofSeconds(90));

        // Then
        assertThat(questions).hasSize(2);
        assertThat(said).isEmpty();
        assertThat(readBack.status().get(CONNECTION).faults()).isEqualTo(2);
        assertThat(readBack.status().get(CONNECTION).lastFault()).isEqualTo("bad_credentials");

        // When
        fault = Optional.empty();
        run(Duration.ofSeconds(60));

        // Then
        assertThat(said).hasSize(8);
    }

    @Test
    void anAppApiThatNeverAnswersHoldsUpNobodyWhoDelivers() throws InterruptedException {
        // Given
        settings = Map.of(CONNECTION, Samples.settings(10, Duration.ZERO));
        accept(Deliveries.identify("first", "ada", "{\"v\":1}"));
        hanging = new CountDownLatch(1);
        readBack.start();
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        // When
        for (int i = 0; i < 5000; i++) {
            now = now.plusSeconds(1);
            accept(Deliveries.identify("d" + i, "p" + i, "{\"v\":1}"));
        }

        // Then
        assertThat(hanging.getCount()).isEqualTo(1);
        assertThat(readBack.status().get(CONNECTION).waiting()).isEqualTo(500);
        hanging.countDown();
        readBack.close();
    }

    @Test
    void aConnectionWithoutAKeyIsNeverAskedAbout() {
        settings = Map.of();
        accept(Deliveries.identify("d1", "ada", "{\"score\":1}"));
        run(Duration.ofMinutes(5));
        assertThat(questions).isEmpty();
        assertThat(readBack.status()).isEmpty();
    }

    private void accept(DeliveryV1 call) {
        readBack.accepted(
                call.destination(),
                () -> Samples.accepted(call),
                () -> Topics.DELIVERIES.valueSerde().serializer().serialize(Topics.DELIVERIES.name(), call));
    }

    private void run(Duration time) {
        for (Instant end = now.plus(time); now.isBefore(end); now = now.plusMillis(20)) {
            readBack.turn();
        }
    }

    private final class Api implements AppApi {
        @Override
        public boolean shows(String attribute) {
            return true;
        }

        @Override
        public Seen person(IdentifierV1 address) {
            questions.add(now);
            asked.countDown();
            hang();
            if (fault.isPresent()) {
                return fault.get();
            }
            Map<String, String> attributes = people.get(address.value());
            return attributes == null ? new Seen.Nobody() : new Seen.Person(attributes, Map.of());
        }

        private void hang() {
            try {
                hanging.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public Page failedChanges(Optional<String> cursor) {
            questions.add(now);
            return new Page.Entries(List.of(), Optional.empty());
        }
    }

    private final class Saying implements Findings {
        @Override
        public void say(OutcomeV1 finding) {
            said.add(finding);
        }

        @Override
        public Optional<ActivityPosition> takeOver(String connection) {
            return Optional.empty();
        }

        @Override
        public void write(String connection, List<OutcomeV1> findings, ActivityPosition position) {}

        @Override
        public void leave(String connection) {}
    }
}
