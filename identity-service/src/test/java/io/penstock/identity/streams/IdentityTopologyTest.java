package io.penstock.identity.streams;

import static io.penstock.identity.streams.Rows.identifier;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.identity.core.Fold;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.DecisionV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityCommandV1;
import io.penstock.schemas.IdentityHandoverV1;
import io.penstock.schemas.IdentityLogEntryV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.ProfileV1.Status;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.ResolvedV1;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTopologyTest {
    @TempDir
    Path folder;

    private final Map<String, ConfigV1> configs = new HashMap<>();
    private TopologyTestDriver driver;
    private int records;
    private int commands;

    @BeforeEach
    void start() {
        var settings = new StreamsSettings(
                "nowhere:1",
                new StreamsSettings.Membership.Streams(),
                folder,
                "localhost:1",
                1,
                IdentityTopology.COMMIT_PACE,
                Duration.ofMillis(250),
                1,
                0);
        driver = new TopologyTestDriver(
                IdentityTopology.build(
                        workspace -> Optional.ofNullable(configs.get(workspace)), Fold.IDS, Caches.DEFAULT),
                settings.properties(),
                Fold.START);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void everythingThatIsWrittenIsWatched() {
        assertThat(
                        IdentityTopology.build(_ -> Optional.empty(), Fold.IDS, Caches.DEFAULT)
                                .describe()
                                .subtopologies()
                                .stream()
                                .flatMap(part -> part.nodes().stream())
                                .filter(TopologyDescription.Sink.class::isInstance)
                                .map(node -> ((TopologyDescription.Sink) node).topic())
                                .distinct())
                .containsExactlyInAnyOrderElementsOf(IdentityTopology.WRITTEN);
    }

    @Test
    void resolvesARecordAndPublishesItsProfileAndDecision() {
        send(
                Fold.START,
                "{'plan': 'pro', 'seats': 3, 'tags': ['a'], 'note': null}",
                "email:Ann@X.example",
                "device_id:d");

        ResolvedV1 resolved = only(read(Topics.RESOLVED));
        assertThat(resolved.identifiers())
                .containsExactly(identifier("email:ann@x.example"), identifier("device_id:d"));
        ProfileV1 profile = only(read(Topics.PROFILES));
        assertThat(profile.profileId()).isEqualTo(resolved.profileId());
        assertThat(profile.version()).isEqualTo(1);
        assertThat(profile.change().kind()).isEqualTo("created");
        assertThat(profile.traits()).isEqualTo(Rows.object("{'plan': 'pro', 'seats': 3}"));
        assertThat(profile.traitMeta().get("plan"))
                .isEqualTo(new ProfileV1.TraitMeta(Fold.START, 0, "people", "email:ann@x.example"));
        assertThat(profile.identifiers().getFirst().raw()).isEqualTo("Ann@X.example");
        assertThat(profile.primary()).containsEntry("email", "ann@x.example");
        DecisionV1 decision = only(read(Topics.DECISIONS));
        assertThat(decision.kind()).isEqualTo(DecisionV1.Kind.CREATE);
        assertThat(decision.input())
                .isEqualTo(
                        new DecisionV1.Input("people", "record-1", 0, "record-1", 1L, null, null, "main.crm.people"));
    }

    @Test
    void aRepeatIsResolvedButPublishesNothing() {
        send(Fold.START, "{'plan': 'pro'}", "email:ann@x.example");
        send(Fold.START, "{'plan': 'pro'}", "email:ann@x.example");

        assertThat(read(Topics.RESOLVED)).hasSize(2);
        assertThat(read(Topics.PROFILES)).hasSize(1);
        assertThat(read(Topics.DECISIONS)).hasSize(1);
    }

    @Test
    void anOlderValueNeverOverwritesANewerOne() {
        send(Fold.START, "{'plan': 'pro'}", "email:ann@x.example");
        send(Fold.START.minusSeconds(60), "{'plan': 'free', 'city': 'Graz'}", "email:ann@x.example");

        ProfileV1 profile = newest(read(Topics.PROFILES)).values().iterator().next();
        assertThat(profile.traits()).isEqualTo(Rows.object("{'plan': 'pro', 'city': 'Graz'}"));
        assertThat(profile.version()).isEqualTo(2);
        assertThat(profile.change().kind()).isEqualTo("traits");
    }

    @Test
    void aMergeHandsTraitsToTheSurvivorAndLeavesARedirect() {
        send(Fold.START, "{'plan': 'pro', 'city': 'Graz'}", "customer_id:c");
        send(Fold.START.plusSeconds(9), "{'city': 'Wien', 'opens': 7}", "email:ann@x.example");
        send(Fold.START.plusSeconds(5), "{'city': 'Linz'}", "customer_id:c", "email:ann@x.example");

        assertThat(read(Topics.RESOLVED))
                .extracting(resolved -> resolved.value.absorbed())
                .containsExactly(List.of(), List.of(), List.of(profileId("email:ann@x.example")));
        Map<String, ProfileV1> newest = newest(read(Topics.PROFILES));
        ProfileV1 survivor = newest.get(profileId("customer_id:c"));
        ProfileV1 absorbed = newest.get(profileId("email:ann@x.example"));
        assertThat(survivor.status()).isEqualTo(Status.ACTIVE);
        assertThat(survivor.traits()).isEqualTo(Rows.object("{'plan': 'pro', 'city': 'Wien', 'opens': 7}"));
        assertThat(survivor.mergedFrom()).containsExactly(absorbed.profileId());
        assertThat(survivor.change().kind()).isEqualTo("merged");
        assertThat(survivor.identifiers()).hasSize(2);
        assertThat(absorbed.status()).isEqualTo(Status.MERGED);
        assertThat(absorbed.mergedInto()).isEqualTo(survivor.profileId());
        assertThat(absorbed.identifiers()).isEmpty();
        assertThat(absorbed.change().kind()).isEqualTo("absorbed");
    }

    @Test
    void aChainOfMergesEndsWithEverythingAtTheOldest() {
        send(Fold.START, "{'a': 1}", "customer_id:c");
        send(Fold.START, "{'b': 2}", "email:ann@x.example");
        send(Fold.START, "{'c': 3}", "phone:+431");
        send(Fold.START, "{}", "email:ann@x.example", "phone:+431");
        send(Fold.START, "{}", "customer_id:c", "phone:+431");

        ProfileV1 survivor = newest(read(Topics.PROFILES)).get(profileId("customer_id:c"));
        assertThat(survivor.traits()).isEqualTo(Rows.object("{'a': 1, 'b': 2, 'c': 3}"));
        assertThat(survivor.mergedFrom())
                .containsExactlyInAnyOrder(profileId("email:ann@x.example"), profileId("phone:+431"));
    }

    @Test
    void aHandoverToAnAbsorbedProfileGoesOnToItsSurvivor() {
        send(Fold.START, "{}", "customer_id:c");
        send(Fold.START, "{}", "email:ann@x.example");
        send(Fold.START, "{}", "customer_id:c", "email:ann@x.example");

        handOver(profileId("email:ann@x.example"), "prf_late", "customer_id:c", 1, "{'late': true}");

        ProfileV1 survivor = newest(read(Topics.PROFILES)).get(profileId("customer_id:c"));
        assertThat(survivor.traits()).isEqualTo(Rows.object("{'late': true}"));
    }

    @Test
    void aHandoverThatOvertakesTheFirstEventIsKeptUnpublishedUntilThen() {
        handOver(profileId("customer_id:c"), "prf_early", "customer_id:c", 0, "{'plan': 'pro'}");
        assertThat(read(Topics.PROFILES)).isEmpty();

        send(Fold.START, "{}", "customer_id:c");

        ProfileV1 profile = only(read(Topics.PROFILES));
        assertThat(profile.traits()).isEqualTo(Rows.object("{'plan': 'pro'}"));
        assertThat(profile.version()).isEqualTo(1);
    }

    @Test
    void aSplitLeavesBothProfilesWithWhatTheirOwnIdentifiersCarried() {
        send(Fold.START, "{'plan': 'pro', 'city': 'Graz'}", "customer_id:c");
        send(Fold.START.plusSeconds(9), "{'city': 'Wien', 'opens': 7}", "email:ann@x.example");
        send(Fold.START, "{}", "customer_id:c", "email:ann@x.example");

        order(IdentityCommandV1.Kind.UNLINK, "email:ann@x.example");

        Map<String, ProfileV1> newest = newest(read(Topics.PROFILES));
        ProfileV1 rest = newest.get(profileId("customer_id:c"));
        assertThat(rest.traits()).isEqualTo(Rows.object("{'plan': 'pro', 'city': 'Graz'}"));
        assertThat(rest.identifiers()).hasSize(1);
        assertThat(rest.change().kind()).isEqualTo("split");
        ProfileV1 part = newest.values().stream()
                .filter(one -> !one.profileId().equals(rest.profileId()) && one.status() == Status.ACTIVE)
                .findFirst()
                .orElseThrow();
        assertThat(part.traits()).isEqualTo(Rows.object("{'city': 'Wien', 'opens': 7}"));
        assertThat(read(Topics.DECISIONS)).extracting(one -> one.value).last().satisfies(decision -> {
            assertThat(decision.kind()).isEqualTo(DecisionV1.Kind.SPLIT);
            assertThat(decision.input().commandId()).isEqualTo("cmd-1");
            assertThat(decision.input().author()).isEqualTo("tests");
        });
    }

    @Test
    void anErasureLeavesATombstoneForEveryIdAndNoTrait() {
        send(Fold.START, "{'plan': 'pro-of-ann'}", "customer_id:c");
        send(Fold.START, "{'city': 'city-of-ann'}", "email:ann@x.example");
        send(Fold.START, "{}", "customer_id:c", "email:ann@x.example");

        order(IdentityCommandV1.Kind.ERASE, "email:ann@x.example");
        handOver(profileId("customer_id:c"), "prf_late", "customer_id:c", 1, "{'late': 'of-ann'}");

        assertThat(newest(read(Topics.PROFILES)))
                .containsOnlyKeys(profileId("customer_id:c"), profileId("email:ann@x.example"))
                .allSatisfy((id, profile) -> assertThat(profile).isNull());
        for (String store :
                List.of(Names.IDS, Names.PROFILES, Names.ALIASES, Names.MARKS, Names.META, Names.CAUSES, Names.OWNED)) {
            KeyValueStore<Object, byte[]> kept = driver.getKeyValueStore(store);
            kept.all()
                    .forEachRemaining(one -> assertThat(one.key + new String(one.value, StandardCharsets.ISO_8859_1))
                            .as(store)
                            .doesNotContain("ann@x", "of-ann", "record-"));
        }
    }

    @Test
    void aRecordWhoseIdentifiersAreSettledGoesPastTheLog() {
        send(Fold.START, "{'n': 1}", "customer_id:c", "device_id:d");
        send(Fold.START.plusSeconds(1), "{'n': 2}", "customer_id:c", "device_id:d");
        send(Fold.START.plusSeconds(2), "{'n': 3}", "customer_id:c", "device_id:d");

        assertThat(read(Topics.IDENTITY_LOG)).hasSize(1);
        assertThat(read(Topics.RESOLVED)).hasSize(3).allSatisfy(one -> {
            assertThat(one.value.profileId()).isEqualTo(profileId("customer_id:c"));
            assertThat(one.value.identifiers()).containsExactly(identifier("customer_id:c"), identifier("device_id:d"));
            assertThat(one.value.logOffset()).isZero();
        });
        assertThat(newest(read(Topics.PROFILES)).get(profileId("customer_id:c")).traits())
                .isEqualTo(Rows.object("{'n': 3}"));
    }

    @Test
    void afterAnUndoEverythingPassesTheLogOnceMore() {
        send(Fold.START, "{}", "customer_id:c", "email:ann@x.example");
        order(IdentityCommandV1.Kind.UNLINK, "email:ann@x.example");
        read(Topics.IDENTITY_LOG);

        send(Fold.START, "{}", "customer_id:c", "email:ann@x.example");

        assertThat(read(Topics.IDENTITY_LOG)).hasSize(1);
        assertThat(read(Topics.RESOLVED).getLast().value.identifiers()).containsExactly(identifier("customer_id:c"));
    }

    @Test
    void versionsOfAProfileRiseByOne() {
        for (int i = 0; i < 30; i++) {
            send(Fold.START.plusSeconds(i % 7), "{'n': " + i % 5 + "}", "customer_id:c" + i % 3, "device_id:d" + i % 4);
        }

        Map<String, Long> last = new HashMap<>();
        for (KeyValue<String, ProfileV1> published : read(Topics.PROFILES)) {
            assertThat(published.value.version()).isEqualTo(last.getOrDefault(published.key, 0L) + 1);
            last.put(published.key, published.value.version());
        }
        assertThat(last).isNotEmpty();
    }

    @Test
    void aRecordThatNamesNobodyBecomesADeadLetterAndADecision() {
        send(Fold.START, "{'plan': 'pro'}", "customer_id:null");

        assertThat(read(Topics.RESOLVED)).isEmpty();
        DeadLetterV1 letter = only(read(Topics.DEAD_LETTERS));
        assertThat(letter.code()).isEqualTo("unidentified");
        assertThat(letter.pipeline()).isEqualTo("people");
        IdentityLogEntryV1 input = Topics.IDENTITY_LOG
                .valueSerde()
                .deserializer()
                .deserialize("", letter.input().getBytes(StandardCharsets.UTF_8));
        assertThat(input.record().recordId()).isEqualTo("record-1");
        assertThat(only(read(Topics.DECISIONS)).kind()).isEqualTo(DecisionV1.Kind.UNIDENTIFIED);
    }

    @Test
    void anEntryThatFailsBecomesADeadLetterAndTheNextOneIsResolved() {
        RecordV1 withoutTime = Rows.record("bad", null, List.of(identifier("customer_id:secret")), "{}");
        pipe(withoutTime);
        send(Fold.START, "{}", "customer_id:c");

        DeadLetterV1 letter = only(read(Topics.DEAD_LETTERS));
        assertThat(letter.code()).isEqualTo("failed");
        assertThat(letter.stage()).isEqualTo("identity.resolver");
        assertThat(letter.reason()).doesNotContain("secret");
        assertThat(letter.input()).contains("secret");
        assertThat(read(Topics.RESOLVED)).hasSize(1);
    }

    @Test
    void rulesGetIntoTheLogBeforeTheRecordsTheyAreForAndOnlyOnce() {
        configure(4, "{'types': {'loyalty_card': {'class': 'strong'}}}");
        send(Fold.START, "{}", "loyalty_card:77");
        send(Fold.START, "{}", "customer_id:c");

        assertThat(read(Topics.IDENTITY_LOG))
                .extracting(entry -> entry.value.kind())
                .containsExactly(
                        IdentityLogEntryV1.Kind.CONFIG,
                        IdentityLogEntryV1.Kind.OBSERVE,
                        IdentityLogEntryV1.Kind.OBSERVE);
        assertThat(only(read(Topics.RESOLVED)).identifiers()).containsExactly(identifier("loyalty_card:77"));
        assertThat(read(Topics.DECISIONS))
                .extracting(decision -> decision.value.configVersion())
                .containsExactly(4L, 4L);
    }

    @Test
    void rulesThatCannotBeAreADeadLetterAndTheOldOnesStay() {
        configure(5, "{'types': {'customer_id': {'class': 'strong', 'limit': 0}}}");
        send(Fold.START, "{}", "customer_id:c");

        assertThat(only(read(Topics.DEAD_LETTERS)).code()).isEqualTo("failed");
        assertThat(read(Topics.RESOLVED)).hasSize(1);
    }

    private void configure(long version, String spec) {
        configs.put(
                Fold.WORKSPACE,
                new ConfigV1(
                        Fold.WORKSPACE,
                        ConfigV1.Kind.IDENTITY,
                        "identity",
                        version,
                        Rows.object(spec),
                        null,
                        "hash",
                        "local",
                        Fold.START));
    }

    private void send(Instant asOf, String row, String... identifiers) {
        List<IdentifierV1> all =
                Arrays.stream(identifiers).map(Rows::identifier).toList();
        pipe(Rows.record("record-" + ++records, asOf, all, row));
    }

    private void pipe(RecordV1 record) {
        driver.createInputTopic(
                        Topics.RECORDS.name(),
                        Topics.RECORDS.keySerde().serializer(),
                        Topics.RECORDS.valueSerde().serializer())
                .pipeInput(record.partitionKey(), record, Fold.START);
    }

    private void handOver(String to, String from, String by, long logOffset, String traits) {
        List<IdentityHandoverV1.Carried> values = Rows.object(traits).properties().stream()
                .map(one -> new IdentityHandoverV1.Carried(
                        one.getKey(), by, one.getValue(), Fold.START, 1, 1, logOffset, "people"))
                .toList();
        driver.createInputTopic(
                        Topics.IDENTITY_HANDOVER.name(),
                        Topics.IDENTITY_HANDOVER.keySerde().serializer(),
                        Topics.IDENTITY_HANDOVER.valueSerde().serializer())
                .pipeInput(to, new IdentityHandoverV1(Fold.WORKSPACE, to, from, logOffset, values), Fold.START);
    }

    private void order(IdentityCommandV1.Kind kind, String... identifiers) {
        List<IdentifierV1> all =
                Arrays.stream(identifiers).map(Rows::identifier).toList();
        boolean split = kind == IdentityCommandV1.Kind.SPLIT;
        IdentityCommandV1 command = new IdentityCommandV1(
                "cmd-" + ++commands,
                kind,
                split ? null : all.getFirst(),
                split || all.size() < 2 ? null : all.get(1),
                split ? all : null,
                "tests",
                "because");
        driver.createInputTopic(
                        Topics.IDENTITY_LOG.name(),
                        Topics.IDENTITY_LOG.keySerde().serializer(),
                        Topics.IDENTITY_LOG.valueSerde().serializer())
                .pipeInput(
                        Fold.WORKSPACE,
                        new IdentityLogEntryV1(
                                Fold.WORKSPACE, IdentityLogEntryV1.Kind.COMMAND, null, null, 0, command, null),
                        Fold.START);
    }

    private <V> List<KeyValue<String, V>> read(Topic<V> topic) {
        return driver.createOutputTopic(
                        topic.name(),
                        topic.keySerde().deserializer(),
                        topic.valueSerde().deserializer())
                .readKeyValuesToList();
    }

    private static <V> V only(List<KeyValue<String, V>> records) {
        assertThat(records).hasSize(1);
        return records.getFirst().value;
    }

    private static Map<String, ProfileV1> newest(List<KeyValue<String, ProfileV1>> published) {
        Map<String, ProfileV1> newest = new HashMap<>();
        published.forEach(one -> newest.put(one.key, one.value));
        return newest;
    }

    private static String profileId(String founding) {
        return Fold.IDS.of(Fold.WORKSPACE, Fold.id(founding), 0);
    }
}
