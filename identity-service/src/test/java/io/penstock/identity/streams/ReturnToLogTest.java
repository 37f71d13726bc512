package io.penstock.identity.streams;

import static io.penstock.identity.streams.IdentityStage.profileId;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.identity.core.Fold;
import io.penstock.schemas.IdentityChangeV1;
import io.penstock.schemas.IdentityCommandV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.ResolvedV1;
import io.penstock.schemas.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record on its way past the log while its profile stops being what the filter knew. */
class ReturnToLogTest {
    private static final String MAIL = "email:ann@x.example";
    private static final String CUSTOMER = "customer_id:c";

    @TempDir
    Path folder;

    private IdentityStage stage;
    private KeyValue<String, IdentityChangeV1> underWay;

    @BeforeEach
    void aRecordOfASettledSetIsUnderWay() {
        stage = new IdentityStage(folder);
        stage.send("an older one", CUSTOMER);
        stage.send("founds it", MAIL);
        stage.read(Topics.IDENTITY_CHANGES);
        stage.send("goes past", MAIL);
        KeyValue<String, IdentityChangeV1> passed =
                stage.read(Topics.IDENTITY_CHANGES).getFirst();
        assertThat(passed.value.bypassed()).isNotNull();
        underWay = KeyValue.pair(passed.key, with(passed.value, "under way"));
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void itsProfileWasAbsorbed() {
        stage.order(IdentityCommandV1.Kind.LINK, CUSTOMER, MAIL);

        String landed = arrive();

        assertThat(landed).isEqualTo(profileId(CUSTOMER));
        assertThat(stage.profiles().get(landed).traits()).isEqualTo(Rows.object("{'of': 'under way'}"));
    }

    @Test
    void theFilterDoesNotKnowOfTheMerge() {
        stage.order(IdentityCommandV1.Kind.LINK, CUSTOMER, MAIL);
        stage.read(Topics.RESOLVED);
        stage.read(Topics.IDENTITY_LOG);

        stage.send("goes back", MAIL);
        stage.send("goes past again", MAIL);

        assertThat(stage.read(Topics.IDENTITY_LOG))
                .singleElement()
                .satisfies(entry -> assertThat(entry.value.record().recordId()).isEqualTo("goes back"));
        assertThat(stage.read(Topics.RESOLVED))
                .extracting(one -> one.key + " " + one.value.record().recordId())
                .containsExactly(profileId(CUSTOMER) + " goes back", profileId(CUSTOMER) + " goes past again");
    }

    @Test
    void itsIdentifierWasSplitOff() {
        stage.send("joins", MAIL, "device_id:d");
        stage.profiles();
        stage.order(IdentityCommandV1.Kind.UNLINK, MAIL);
        Map<String, ProfileV1> apart = stage.profiles();

        String landed = arrive();

        assertThat(landed).isNotEqualTo(profileId(MAIL));
        assertThat(apart.get(landed).identifiers())
                .singleElement()
                .satisfies(known -> assertThat(known.value()).isEqualTo("ann@x.example"));
    }

    @Test
    void thePersonWasErasedAndIsNobodyFromThenOn() {
        stage.order(IdentityCommandV1.Kind.ERASE, MAIL);
        assertThat(stage.profiles()).containsEntry(profileId(MAIL), null);

        stage.read(Topics.RESOLVED);

        stage.pipe(Topics.IDENTITY_CHANGES, underWay.key, underWay.value);

        assertThat(stage.read(Topics.RESOLVED)).isEmpty();
        assertThat(stage.profiles()).isEmpty();
        assertThat(stage.read(Topics.DEAD_LETTERS))
                .singleElement()
                .satisfies(letter -> assertThat(letter.value.code()).isEqualTo("unidentified"));
    }

    /** What was under way arrives. @return the one profile it was resolved to */
    private String arrive() {
        stage.read(Topics.RESOLVED);
        stage.read(Topics.IDENTITY_LOG);
        stage.pipe(Topics.IDENTITY_CHANGES, underWay.key, underWay.value);
        assertThat(stage.read(Topics.IDENTITY_LOG))
                .singleElement()
                .satisfies(entry -> assertThat(entry.value.record().recordId()).isEqualTo("under way"));
        List<KeyValue<String, ResolvedV1>> resolved = stage.read(Topics.RESOLVED);
        assertThat(resolved)
                .singleElement()
                .satisfies(one -> assertThat(one.value.record().recordId()).isEqualTo("under way"));
        return resolved.getFirst().key;
    }

    private static IdentityChangeV1 with(IdentityChangeV1 change, String recordId) {
        return new IdentityChangeV1(
                change.workspace(),
                change.profileId(),
                change.kind(),
                change.identifiers(),
                change.epoch(),
                change.logOffset(),
                change.createdAt(),
                change.decisionId(),
                Rows.record(
                        recordId,
                        Fold.START.plusSeconds(1),
                        List.of(Rows.identifier(MAIL)),
                        "{'of': '" + recordId + "'}"),
                change.mergedInto(),
                change.absorbed(),
                change.splitInto(),
                change.moved(),
                change.mergedFrom(),
                change.by(),
                change.bypassed());
    }
}
