package io.penstock.identity.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything is in the store at once; what is remembered beside it stays within its share. */
class OwnedProfilesTest {
    private static final long ROOM = 10_000_000;

    private KeyValueStore<Bytes, byte[]> store;

    @BeforeEach
    void open() {
        store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("profiles"), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
        store.init(new MockProcessorContext<>().getStateStoreContext(), store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aProfileThatWasUsedIsNotAskedOfTheStoreAgain() {
        OwnedProfile written = named("prf_1");
        OwnedProfile read = named("prf_2");
        store.put(key("prf_2"), StoredOwned.write(read));
        OwnedProfiles profiles = profiles(ROOM);
        profiles.put(written);
        assertThat(profiles.find("acme", "prf_2")).isEqualTo(read);

        store.delete(key("prf_1"));
        store.delete(key("prf_2"));

        assertThat(profiles.find("acme", "prf_1")).isEqualTo(written);
        assertThat(profiles.find("acme", "prf_2")).isEqualTo(read);
    }

    @Test
    void whatDoesNotFitIsAskedOfTheStoreAndTheOneUsedLongestAgoGoesFirst() {
        long size = StoredOwned.write(named("prf_1")).length + 160;
        OwnedProfiles profiles = profiles(2 * size);
        profiles.put(named("prf_1"));
        profiles.put(named("prf_2"));
        profiles.find("acme", "prf_1");
        profiles.put(named("prf_3"));

        assertThat(store.get(key("prf_2"))).isNotNull();
        store.delete(key("prf_1"));
        store.delete(key("prf_2"));

        assertThat(profiles.find("acme", "prf_1")).isEqualTo(named("prf_1"));
        assertThat(profiles.find("acme", "prf_2")).isEqualTo(OwnedProfile.unborn("acme", "prf_2"));
    }

    @Test
    void aProfileThatIsWrittenAgainCountsOnce() {
        long size = StoredOwned.write(named("prf_1")).length + 160;
        OwnedProfiles profiles = profiles(2 * size);
        profiles.put(named("prf_1"));
        for (int i = 0; i < 10; i++) {
            profiles.put(named("prf_2"));
        }
        store.delete(key("prf_1"));
        assertThat(profiles.find("acme", "prf_1")).isEqualTo(named("prf_1"));
    }

    @Test
    void aNewProfileIsNotAskedOfTheStore() {
        OwnedProfiles profiles = profiles(ROOM);
        store.put(key("prf_1"), new byte[] {1});

        assertThat(profiles.find("acme", "prf_1")).isEqualTo(OwnedProfile.unborn("acme", "prf_1"));
    }

    @Test
    void aDeletedProfileIsGone() {
        OwnedProfiles profiles = profiles(ROOM);
        profiles.put(named("prf_1"));
        profiles.delete("prf_1");
        assertThat(profiles.find("acme", "prf_1")).isEqualTo(OwnedProfile.unborn("acme", "prf_1"));
    }

    @Test
    void tasksShareEvenlyAndWhoLeavesGivesBack() {
        ByteBudget budget = new ByteBudget(300);
        assertThat(budget.share()).isEqualTo(300);
        budget.join();
        budget.join();
        budget.join();
        assertThat(budget.share()).isEqualTo(100);
        budget.leave();
        assertThat(budget.share()).isEqualTo(150);
    }

    private OwnedProfiles profiles(long bytes) {
        return new OwnedProfiles(store, new ByteBudget(bytes));
    }

    private static Bytes key(String profileId) {
        return OwnedProfiles.key(profileId);
    }

    private static OwnedProfile named(String profileId) {
        OwnedProfile any = StoredOwnedTest.profile(new Random(1));
        return new OwnedProfile(
                any.workspace(),
                profileId,
                any.status(),
                any.version(),
                any.logOffset(),
                any.createdAt(),
                any.updatedAt(),
                any.identifiers(),
                any.traits(),
                any.mergedFrom(),
                any.mergedInto(),
                any.change(),
                any.movedTo());
    }
}
