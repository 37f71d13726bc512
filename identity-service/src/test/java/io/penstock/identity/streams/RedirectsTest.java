package io.penstock.identity.streams;

import static io.penstock.identity.streams.IdentityStage.profileId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.identity.core.Fold;
import io.penstock.schemas.IdentityCommandV1;
import io.penstock.schemas.ProfileV1;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedirectsTest {
    private static final String ANN = profileId("customer_id:c");
    private static final String ABSORBED = profileId("email:ann@x.example");
    private static final Instant OVER =
            Fold.START.plus(IdentityTopology.REDIRECT_RETENTION).plus(Duration.ofHours(2));

    @TempDir
    Path folder;

    private IdentityStage stage;

    @BeforeEach
    void mergeTwo() {
        stage = new IdentityStage(folder);
        stage.send("r1", "customer_id:c");
        stage.send("r2", "email:ann@x.example");
        stage.send("r3", "customer_id:c", "email:ann@x.example");
        assertThat(stage.profiles().get(ABSORBED).mergedInto()).isEqualTo(ANN);
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void aRedirectEndsInATombstoneWhenItsTimeIsOver() {
        stage.at(OVER).send("later", "customer_id:c");

        assertThat(stage.profiles()).containsEntry(ABSORBED, null);
        assertThat(stage.entries(Names.OWNED)).isEqualTo(1);
        assertThat(stage.entries(Names.REDIRECTS)).isZero();
    }

    @Test
    void untilThenItStays() {
        stage.at(OVER.minus(Duration.ofHours(3))).send("later", "customer_id:c");

        assertThat(stage.profiles()).doesNotContainKey(ABSORBED);
        assertThat(stage.entries(Names.REDIRECTS)).isEqualTo(1);
    }

    @Test
    void whatCameAliveAgainStays() {
        stage.order(IdentityCommandV1.Kind.UNLINK, "email:ann@x.example");
        stage.at(OVER).send("later", "customer_id:c");

        assertThat(stage.profiles().get(ABSORBED).status()).isEqualTo(ProfileV1.Status.ACTIVE);
        assertThat(stage.entries(Names.REDIRECTS)).isZero();
    }

    @Test
    void whatIsAbsorbedAnewBeginsAnew() {
        stage.at(Fold.START.plus(Duration.ofDays(30))).order(IdentityCommandV1.Kind.UNLINK, "email:ann@x.example");
        stage.order(IdentityCommandV1.Kind.LINK, "customer_id:c", "email:ann@x.example");
        stage.at(OVER).send("later", "customer_id:c");
        assertThat(stage.profiles().get(ABSORBED).status()).isEqualTo(ProfileV1.Status.MERGED);

        stage.at(OVER.plus(Duration.ofDays(30))).send("much later", "customer_id:c");
        assertThat(stage.profiles()).containsEntry(ABSORBED, null);
    }

    @Test
    void whatComesAliveAfterItsRedirectEndedIsANewProfileOfTheSameId() {
        stage.at(OVER).send("later", "customer_id:c");
        stage.profiles();

        stage.order(IdentityCommandV1.Kind.UNLINK, "email:ann@x.example");

        ProfileV1 back = stage.profiles().get(ABSORBED);
        assertThat(back.status()).isEqualTo(ProfileV1.Status.ACTIVE);
        assertThat(back.version()).isEqualTo(1);
        assertThat(back.traits()).isEqualTo(Rows.object("{'of': 'r2'}"));
    }

    @Test
    void aRetentionShorterThanThatOfRecordsIsRefused() {
        assertThatThrownBy(() -> IdentityTopology.build(
                        _ -> Optional.empty(),
                        Fold.IDS,
                        Caches.DEFAULT,
                        Duration.ofDays(7),
                        IdentityTopology.COMMIT_PACE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
