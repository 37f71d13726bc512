package io.penstock.transform.streams;

import static io.penstock.transform.streams.Incoming.json;
import static io.penstock.transform.streams.Incoming.mail;
import static io.penstock.transform.streams.Incoming.row;
import static io.penstock.transform.streams.Incoming.scored;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.Headers;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.ShapedV1;
import io.penstock.schemas.Topics;
import io.penstock.transform.core.Crossing.First;
import io.penstock.transform.core.Side;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassificationTopologyTest {
    private static final IdentifierV1 ADA = new IdentifierV1("customerio_id", "usr_8472");
    private static final IdentifierV1 SOURCE_ID = new IdentifierV1("databricks_customer_id", "cust_42");

    private Stage stage = Stage.inMemory(
            SamplePipelines.upgradeLikelihood(First.FIRE),
            SamplePipelines.sending(),
            SamplePipelines.tracking("visits", "visited", "score"),
            SamplePipelines.tracking("bad-event", "User Deleted", "score"),
            SamplePipelines.tracking("bad-property", "e", "recipient"));

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void everythingThatIsWrittenIsWatched() {
        assertThat(stage.described().subtopologies().stream()
                        .flatMap(part -> part.nodes().stream())
                        .filter(TopologyDescription.Sink.class::isInstance)
                        .map(node -> ((TopologyDescription.Sink) node).topic())
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(ClassificationTopology.WRITTEN);
    }

    @Test
    void writesDeliveriesExactlyAsInTheGoldenFile() throws IOException {
        stage.take(scored("prf_1", 0, "0.82", ADA, SOURCE_ID));
        List<String> lines = new ArrayList<>();
        for (DeliveryV1 delivery : stage.deliveries()) {
            lines.add(Json.wire().writeValueAsString(delivery));
        }
        assertThat(lines).isEqualTo(golden("deliveries.jsonl"));
    }

    @Test
    void sendsTheEmitsInTheirOrderToTheProfilesKey() {
        stage.take(scored("prf_1", 0, "0.82", ADA));
        List<TestRecord<String, DeliveryV1>> records = stage.deliveryRecords();
        assertThat(records.stream().map(record -> record.value().emit()))
                .containsExactly("identify", "upgrade_threshold_crossed");
        assertThat(records).allSatisfy(record -> {
            assertThat(record.key()).isEqualTo("prf_1");
            assertThat(new String(record.headers().lastHeader(Headers.PIPELINE).value(), StandardCharsets.UTF_8))
                    .isEqualTo(Stage.PIPELINE);
        });
    }

    @Test
    void firesOnceAndAgainAfterTheRearmLevel() {
        for (String score : List.of("0.61", "0.82", "0.83", "0.62", "0.9", "0.59", "0.66")) {
            stage.take(scored("prf_1", nextSecond(), score, ADA));
        }
        assertThat(stage.sent().stream().filter(line -> line.startsWith("upgrade")))
                .containsExactly(
                        "upgrade_threshold_crossed 0.82 @usr_8472", "upgrade_threshold_crossed 0.66 @usr_8472");
    }

    @Test
    void armsOnTheFirstRowIfThePipelineSaysSo() {
        stage.close();
        stage = Stage.inMemory(SamplePipelines.upgradeLikelihood(First.ARM));
        for (String score : List.of("0.82", "0.9", "0.5", "0.7")) {
            stage.take(scored("prf_1", nextSecond(), score, ADA));
        }
        assertThat(stage.sent().stream().filter(line -> line.startsWith("upgrade")))
                .containsExactly("upgrade_threshold_crossed 0.7 @usr_8472");
    }

    @Test
    void givesARepeatedRecordTheSameIdsWithoutTheLedgerAndFiresNothingTwice() {
        stage.close();
        stage = Stage.inMemory(SamplePipelines.withoutLedger(SamplePipelines.upgradeLikelihood(First.FIRE)));
        stage.take(scored("prf_1", 1, "0.5", ADA));
        stage.take(scored("prf_1", 2, "0.82", ADA));
        List<DeliveryV1> first = stage.deliveries();
        stage.take(scored("prf_1", 1, "0.5", ADA));
        stage.take(scored("prf_1", 2, "0.82", ADA));
        assertThat(stage.deliveries())
                .isEqualTo(first.stream()
                        .filter(delivery -> delivery.kind() == DeliveryV1.Kind.IDENTIFY)
                        .toList());
    }

    @Test
    void takesNothingFromALateRowThatANewerOneHasSaid() {
        stage.take(scored("prf_1", 9, "0.5", ADA));
        stage.take(scored("prf_1", 3, "0.9", ADA));
        assertThat(stage.sent()).containsExactly("identify 0.5 @usr_8472");
    }

    @Test
    void holdsRecordsWithoutAnAddressAndReleasesThemInOrder() {
        stage.take(scored("prf_1", 1, "0.61", SOURCE_ID));
        stage.take(scored("prf_1", 2, "0.82", SOURCE_ID));
        stage.take(scored("prf_1", 3, "0.83", SOURCE_ID));
        assertThat(stage.sent()).isEmpty();
        assertThat(stage.waiting()).isEqualTo(3);
        stage.profile("prf_1", SOURCE_ID, mail("ada@example.com"));
        assertThat(stage.sent())
                .containsExactly(
                        "identify 0.61 @ada@example.com",
                        "identify 0.82 @ada@example.com",
                        "upgrade_threshold_crossed 0.82 @ada@example.com",
                        "identify 0.83 @ada@example.com");
        assertThat(stage.waiting()).isZero();
    }

    @Test
    void addressesAPersonByWhatTheProfileKnows() {
        stage.profile("prf_1", mail("ada@example.com"));
        stage.take(scored("prf_1", 1, "0.1", SOURCE_ID));
        assertThat(stage.deliveries().getFirst().identifiers()).containsExactly(SOURCE_ID, mail("ada@example.com"));
    }

    @Test
    void letsEarlierRecordsGoFirstWhenALaterOneBringsTheAddress() {
        stage.take(scored("prf_1", 1, "0.1", SOURCE_ID));
        stage.take(scored("prf_1", 2, "0.2", SOURCE_ID, ADA));
        assertThat(stage.sent()).containsExactly("identify 0.1 @usr_8472", "identify 0.2 @usr_8472");
        assertThat(stage.waiting()).isZero();
    }

    @Test
    void doesNotHoldOnePipelineForAnother() {
        stage.take(row("visits", 1, "prf_1", 1, json("{\"score\":1}"), null, ADA));
        stage.take(scored("prf_1", 2, "0.2", ADA));
        assertThat(stage.sent()).containsExactly("identify 0.2 @usr_8472");
        assertThat(stage.waiting()).isEqualTo(1);
    }

    @Test
    void givesUpARecordThatHasWaitedTooLong() {
        stage.take(scored("prf_1", 1, "0.82", SOURCE_ID));
        stage.passes(Duration.ofDays(3).minusSeconds(20));
        assertThat(stage.dead()).isEmpty();
        stage.take(scored("prf_1", 2, "0.83", SOURCE_ID));
        stage.passes(Duration.ofSeconds(30));
        DeadLetterV1 letter = only(stage.dead());
        assertThat(letter.code()).isEqualTo("unresolved");
        assertThat(letter.stage()).isEqualTo("transform.classify");
        assertThat(letter.key()).isEqualTo("prf_1");
        assertThat(letter.pipeline()).isEqualTo(Stage.PIPELINE);
        assertThat(letter.input()).contains("\"score\":0.82");
        assertThat(stage.waiting()).isEqualTo(1);
        stage.profile("prf_1", ADA);
        assertThat(stage.sent()).containsExactly("identify 0.83 @usr_8472", "upgrade_threshold_crossed 0.83 @usr_8472");
    }

    @Test
    void saysThatTheConfigurationIsGoneIfThatIsWhyAWaitEndsInVain() {
        stage.take(scored("prf_1", 1, "0.1", SOURCE_ID));
        try (Stage later = Stage.restored(stage.save())) {
            later.profile("prf_1", ADA);
            later.passes(Duration.ofDays(4));
            assertThat(later.dead()).extracting(DeadLetterV1::code).containsExactly("config_version_unknown");
            assertThat(later.waiting()).isZero();
        }
    }

    @Test
    void givesUpTheOldestWhenTooManyOfOnePersonWait() {
        for (int i = 1; i <= 7; i++) {
            stage.take(scored("prf_1", i, "0." + i, SOURCE_ID));
        }
        stage.take(scored("prf_2", 1, "0.1", SOURCE_ID));
        List<DeadLetterV1> dead = stage.dead();
        assertThat(dead).extracting(DeadLetterV1::code).containsExactly("waiting_overflow", "waiting_overflow");
        assertThat(dead.getFirst().input()).contains("\"score\":0.1");
        assertThat(stage.waiting()).isEqualTo(6);
    }

    @Test
    void movesTheSideWithAMergeSoThatNothingFiresTwice() {
        stage.take(scored("prf_2", 1, "0.82", ADA));
        stage.merge("prf_2", "prf_1");
        stage.take(scored("prf_1", 2, "0.83", ADA));
        assertThat(stage.sent())
                .containsExactly(
                        "identify 0.82 @usr_8472",
                        "upgrade_threshold_crossed 0.82 @usr_8472",
                        "identify 0.83 @usr_8472");
        assertThat(stage.side("prf_2")).isEmpty();
    }

    @Test
    void keepsTheNewerOfTwoSidesInAMerge() {
        stage.take(scored("prf_1", 1, "0.82", ADA));
        stage.take(scored("prf_2", 5, "0.5", ADA));
        stage.merge("prf_2", "prf_1");
        assertThat(stage.side("prf_1"))
                .contains(new Side(
                        true, Stage.START.plusSeconds(5), new BigDecimal("0.5"), null, Stage.START.plusSeconds(1)));
        stage.take(scored("prf_3", 3, "0.82", ADA));
        stage.merge("prf_3", "prf_1");
        assertThat(stage.side("prf_1"))
                .contains(new Side(
                        true, Stage.START.plusSeconds(5), new BigDecimal("0.5"), null, Stage.START.plusSeconds(3)));
    }

    @Test
    void movesWaitingRecordsWithAMergeAndReleasesThemThere() {
        stage.profile("prf_1", ADA);
        stage.take(scored("prf_2", 1, "0.1", SOURCE_ID));
        stage.take(scored("prf_2", 2, "0.2", SOURCE_ID));
        stage.merge("prf_2", "prf_1");
        List<TestRecord<String, DeliveryV1>> records = stage.deliveryRecords();
        assertThat(records.stream().map(record -> record.value().recordId()))
                .containsExactly("upgrade-likelihood/cust_42/v1", "upgrade-likelihood/cust_42/v2");
        assertThat(records).allSatisfy(record -> {
            assertThat(record.key()).isEqualTo("prf_1");
            assertThat(record.value().profileId()).isEqualTo("prf_1");
        });
    }

    @Test
    void keepsTheDeadlineOfARecordThatMoves() {
        stage.take(scored("prf_2", 1, "0.1", SOURCE_ID));
        stage.passes(Duration.ofDays(2));
        stage.merge("prf_2", "prf_1");
        stage.passes(Duration.ofDays(1).plusSeconds(10));
        assertThat(only(stage.dead()).code()).isEqualTo("unresolved");
        assertThat(stage.waiting()).isZero();
    }

    @Test
    void followsChainsOfMergesForWhatStillArrives() {
        stage.merge("prf_3", "prf_2");
        stage.merge("prf_2", "prf_1");
        stage.take(scored("prf_3", 1, "0.82", ADA));
        assertThat(stage.deliveries()).extracting(DeliveryV1::profileId).containsExactly("prf_1", "prf_1");
        assertThat(stage.side("prf_1")).isPresent();
    }

    @Test
    void movesStateAgainWhenTheSurvivorIsAbsorbedLater() {
        stage.take(scored("prf_3", 1, "0.82", ADA));
        stage.merge("prf_3", "prf_2");
        stage.merge("prf_2", "prf_1");
        stage.take(scored("prf_1", 2, "0.9", ADA));
        assertThat(stage.sent())
                .containsOnlyOnce("upgrade_threshold_crossed 0.82 @usr_8472")
                .hasSize(3);
    }

    @Test
    void remembersAnAliasAfterItsTombstone() {
        stage.merge("prf_2", "prf_1");
        stage.erase("prf_2");
        stage.take(scored("prf_2", 1, "0.1", ADA));
        assertThat(only(stage.deliveries()).profileId()).isEqualTo("prf_1");
    }

    @Test
    void forgetsAPersonWithItsTombstone() {
        stage.profile("prf_1", ADA);
        stage.take(scored("prf_1", 1, "0.82"));
        stage.erase("prf_1");
        assertThat(stage.side("prf_1")).isEmpty();
        stage.deliveries();
        stage.take(scored("prf_1", 2, "0.83", ADA));
        assertThat(stage.waiting()).isZero();
        assertThat(stage.deliveries()).isEmpty();
    }

    @Test
    void ignoresAnOlderStateOfAProfile() {
        stage.profile("prf_1", 2, null, ADA);
        stage.profile("prf_1", 1, null);
        stage.take(scored("prf_1", 1, "0.1"));
        assertThat(stage.sent()).containsExactly("identify 0.1 @usr_8472");
    }

    @Test
    void anAbsorbedProfileWhoseRedirectEndedIsStillNoErasedPersonAndCanComeBack() {
        stage.profile("prf_1", 1, null, ADA);
        stage.profile("prf_2", 7, "prf_1");
        stage.erase("prf_2");
        stage.take(scored("prf_2", 1, "0.1"));
        assertThat(stage.sent()).containsExactly("identify 0.1 @usr_8472");

        stage.profile("prf_2", 1, null, new IdentifierV1("customerio_id", "usr_9"));
        stage.take(scored("prf_2", 2, "0.2"));
        assertThat(stage.sent()).containsExactly("identify 0.2 @usr_9");
    }

    @Test
    void doesNotPassRecordsOnForEverWhenAProfileIsMergedIntoItself() {
        stage.profile("prf_1", 1, "prf_1", ADA);
        stage.take(scored("prf_1", 1, "0.1"));
        assertThat(stage.sent()).containsExactly("identify 0.1 @usr_8472");
    }

    @Test
    void readsCallsOfTheSendForm() {
        ShapedV1 record = row(
                "sending",
                1,
                "prf_1",
                1,
                null,
                List.of(
                        json("{\"type\":\"identify\",\"userId\":\"usr_own\",\"traits\":{\"score\":0.8,\"x\":null}}"),
                        json("{\"type\":\"track\",\"event\":\"crossed\",\"properties\":{\"score\":0.8}}"),
                        json("{\"type\":\"track\",\"event\":\"crossed\",\"properties\":{\"score\":0.9}}")),
                mail("ada@example.com"));
        stage.take(record);
        List<DeliveryV1> sent = stage.deliveries();
        assertThat(sent).extracting(DeliveryV1::emit).containsExactly("identify", "crossed", "crossed#2");
        assertThat(sent)
                .extracting(DeliveryV1::address)
                .containsExactly(
                        new IdentifierV1("customerio_id", "usr_own"), mail("ada@example.com"), mail("ada@example.com"));
        assertThat(sent).extracting(DeliveryV1::event).containsExactly(null, "crossed", "crossed");
        assertThat(sent.getFirst().body()).isEqualTo(json("{\"score\":0.8}"));
        assertThat(sent.stream().map(DeliveryV1::deliveryId).distinct()).hasSize(3);
    }

    @Test
    void doesNotHoldCallsThatNameTheirUser() {
        stage.take(row(
                "sending",
                1,
                "prf_1",
                1,
                null,
                List.of(json("{\"type\":\"track\",\"event\":\"crossed\",\"userId\":42}"))));
        assertThat(only(stage.deliveries()).address()).isEqualTo(new IdentifierV1("customerio_id", "42"));
    }

    @Test
    void holdsCallsThatDoNotNameTheirUser() {
        stage.take(row("sending", 1, "prf_1", 1, null, List.of(json("{\"type\":\"track\",\"event\":\"crossed\"}"))));
        assertThat(stage.deliveries()).isEmpty();
        stage.profile("prf_1", mail("ada@example.com"));
        assertThat(only(stage.deliveries()).address()).isEqualTo(mail("ada@example.com"));
    }

    @Test
    void givesUpWhatIsNoCall() {
        stage.take(row("sending", 1, "prf_1", 1, null, List.of(json("{\"type\":\"group\"}"))));
        assertThat(only(stage.dead()).code()).isEqualTo("call_invalid");
    }

    @Test
    void givesUpReservedNames() {
        stage.take(row("bad-event", 1, "prf_1", 1, json("{\"score\":1}"), null, mail("a@example.com")));
        stage.take(row("bad-property", 1, "prf_1", 1, json("{\"score\":1}"), null, mail("a@example.com")));
        assertThat(stage.dead()).extracting(DeadLetterV1::code).containsExactly("reserved_name", "reserved_name");
        assertThat(stage.deliveries()).isEmpty();
    }

    @Test
    void movesNoSideForARecordThatIsGivenUp() {
        stage.take(row(Stage.PIPELINE, 3, "prf_1", 1, json("{\"score\":\"high\",\"tier\":\"free\"}"), null, ADA));
        assertThat(only(stage.dead()).code()).isEqualTo("value_mismatch");
        assertThat(stage.side("prf_1")).isEmpty();
        assertThat(stage.deliveries()).isEmpty();
    }

    @Test
    void givesUpRecordsOfAnUnknownVersion() {
        stage.take(row(Stage.PIPELINE, 99, "prf_1", 1, json("{}"), null, ADA));
        DeadLetterV1 letter = only(stage.dead());
        assertThat(letter.code()).isEqualTo("config_version_unknown");
        assertThat(letter.offset()).isZero();
        assertThat(letter.configVersion()).isEqualTo(99);
    }

    @Test
    void givesUpBytesThatAreNoRecordAndGoesOn() {
        stage.bytes(Topics.SHAPED.name(), "prf_1", "garbage".getBytes(StandardCharsets.UTF_8));
        stage.bytes(Topics.PROFILES.name(), "prf_1", "{\"version\":\"x\"}".getBytes(StandardCharsets.UTF_8));
        stage.bytes(
                Topics.SHAPED.name(),
                "prf_1",
                "{\"identifiers\":[],\"profile_id\":\"prf_1\"}".getBytes(StandardCharsets.UTF_8));
        stage.take(scored("prf_1", 1, "0.1", ADA));
        assertThat(stage.dead()).extracting(DeadLetterV1::code).containsExactly("unreadable", "unreadable", "internal");
        assertThat(stage.sent()).hasSize(1);
    }

    @Test
    void worksTheSameWithItsStateOnDisk(@TempDir Path folder) {
        stage.close();
        stage = Stage.onDisk(folder, SamplePipelines.upgradeLikelihood(First.FIRE));
        stage.take(scored("prf_2", 1, "0.82", ADA));
        stage.take(scored("prf_2a", 1, "0.3", SOURCE_ID));
        stage.take(scored("prf_3", 2, "0.2", SOURCE_ID));
        stage.merge("prf_2", "prf_1");
        stage.merge("prf_3", "prf_1");
        stage.profile("prf_1", ADA);
        stage.take(scored("prf_1", 4, "0.9", ADA));
        assertThat(stage.sent())
                .containsExactly(
                        "identify 0.82 @usr_8472",
                        "upgrade_threshold_crossed 0.82 @usr_8472",
                        "identify 0.2 @usr_8472",
                        "identify 0.9 @usr_8472",
                        "upgrade_threshold_crossed 0.9 @usr_8472");
        stage.passes(Duration.ofDays(4));
        assertThat(only(stage.dead()).key()).isEqualTo("prf_2a");
    }

    private long second;

    private long nextSecond() {
        return ++second;
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.getFirst();
    }

    private static List<String> golden(String name) throws IOException {
        try (InputStream file = ClassificationTopologyTest.class.getResourceAsStream("/golden/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
