package io.penstock.transform.streams;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.ShapedV1;
import io.penstock.schemas.TransformHandoverV1;
import io.penstock.schemas.TransformMergeV1.Heard;
import io.penstock.transform.core.ledger.AttributeValue;
import io.penstock.transform.core.ledger.LedgerPage;
import io.penstock.transform.core.ledger.RowMemory;
import io.penstock.transform.core.ledger.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What destinations are known to have: a page per profile, destination and address, and per profile and rule the rows
 * that became events. Decides what of a call still has to be said. One per task and processor.
 *
 * <p>A call to somebody else's address, or about a thing that is not the profile itself, is never on a page: others
 * write there too.
 */
final class Ledger {
    /** Addresses of one profile at one destination; the one written longest ago is forgotten for another one. */
    private static final int MOST_ADDRESSES = 4;

    private final KeyValueStore<String, LedgerPage> pages;
    private final KeyValueStore<String, RowMemory> rowStore;
    private final EventRows rows;
    private final LedgerSettings settings;
    private final Outputs outputs;

    Ledger(
            KeyValueStore<String, LedgerPage> pages,
            KeyValueStore<String, RowMemory> rows,
            LedgerSettings settings,
            Outputs outputs) {
        this.pages = pages;
        this.rowStore = rows;
        this.rows = new EventRows(rows, settings.eventRows());
        this.settings = settings;
        this.outputs = outputs;
    }

    /**
     * What of a call has to be said, and notes that it is: of an identify what the destination does not have yet, and
     * of a thing the same if it is the profile itself; an event, and any other call about a thing, if its row made none
     * before.
     *
     * @param ordinal place of the call among those of the row that say attributes
     * @return empty if nothing has to be
     */
    Optional<DeliveryV1> owed(DeliveryV1 delivery, ShapedV1 shaped, int ordinal) {
        Write write = Sayings.write(delivery, shaped, ordinal);
        return switch (delivery.kind()) {
            case IDENTIFY -> Addressing.isOwn(delivery) ? onPage(delivery, write) : Optional.of(delivery);
            case TRACK, PAGE, SCREEN -> rows.isNew(delivery, write) ? Optional.of(delivery) : Optional.empty();
            case OBJECT -> thing(delivery, write);
            case DELETE_OBJECT -> {
                boolean isNew = rows.isNew(delivery, write);
                yield isNew ? whole(delivery, shaped, ordinal) : Optional.empty();
            }
            default -> whole(delivery, shaped, ordinal);
        };
    }

    /** Notes a call that goes out whole, whatever is known. */
    Optional<DeliveryV1> whole(DeliveryV1 delivery, ShapedV1 shaped, int ordinal) {
        Write write = Sayings.write(delivery, shaped, ordinal);
        switch (delivery.kind()) {
            case IDENTIFY -> {
                if (Addressing.isOwn(delivery)) {
                    note(delivery, write);
                }
            }
            case OBJECT -> {
                rows.isNew(delivery, write);
                if (OwnThings.isOwn(delivery)) {
                    note(delivery, write);
                }
            }
            case TRACK, PAGE, SCREEN -> rows.isNew(delivery, write);
            case DELETE, SUPPRESS -> forget(delivery.profileId(), delivery.destination(), delivery.address());
            case DELETE_OBJECT -> {
                rows.isNew(delivery, write);
                forget(delivery.profileId(), delivery.destination(), OwnThings.address(delivery.object()));
            }
            default -> {} // says nothing of attributes
        }
        return Optional.of(delivery);
    }

    private void note(DeliveryV1 delivery, Write write) {
        String key = key(delivery);
        LedgerPage page = page(delivery, key);
        page.note(write, Sayings.of(delivery), outputs.now(), settings.limits());
        pages.put(key, page);
    }

    /** Old rows of a thing that was deleted, and so has no page, do not bring it back. */
    private Optional<DeliveryV1> thing(DeliveryV1 delivery, Write write) {
        boolean isNew = rows.isNew(delivery, write);
        boolean hasPage = OwnThings.isOwn(delivery)
                && !Sayings.of(delivery).isEmpty()
                && (isNew || pages.get(key(delivery)) != null);
        if (hasPage) {
            return onPage(delivery, write);
        }
        return isNew ? Optional.of(delivery) : Optional.empty();
    }

    private Optional<DeliveryV1> onPage(DeliveryV1 delivery, Write write) {
        String key = key(delivery);
        LedgerPage page = page(delivery, key);
        Map<String, AttributeValue> said = Sayings.of(delivery);
        Set<String> owed = page.take(write, said, outputs.now(), settings.limits());
        pages.put(key, page);
        if (owed.size() == said.size()) {
            return Optional.of(delivery);
        }
        return owed.isEmpty() ? Optional.empty() : Optional.of(Sayings.only(owed, delivery));
    }

    /** A call has ended. Of others than those that identify a person nothing is noted. */
    void heard(String profileId, Heard end) {
        change(key(profileId, end.destination(), end.address()), page -> {
            if (end.accepted()) {
                page.accepted(end.deliveryId(), end.at() == null ? outputs.now() : end.at());
            } else {
                page.failed(end.deliveryId());
            }
        });
    }

    /** An event came to nothing: its row makes one when it comes again. */
    void failed(String profileId, OutcomeV1 event) {
        rows.failed(profileId, event);
    }

    /** A call that says what a thing is, or that it is no more, has ended. */
    void heardOfThing(String profileId, OutcomeV1 call) {
        boolean accepted = call.status() == OutcomeV1.Status.ACCEPTED;
        if (!accepted) {
            rows.failed(profileId, call);
        }
        if (call.kind() == DeliveryV1.Kind.OBJECT) {
            heard(
                    profileId,
                    new Heard(
                            call.destination(),
                            call.deliveryId(),
                            OwnThings.address(call.object()),
                            accepted,
                            call.at()));
        }
    }

    /** Two addresses of the person become one at the destination: the other one is gone, and left things behind. */
    void merging(String profileId, String destination, IdentifierV1 gone) {
        forget(profileId, destination, gone);
        filled(profileId, destination);
    }

    /** Somebody became part of the person at the destination. */
    void filled(String profileId, String destination) {
        keys(StateStores.prefix(profileId) + destination + StateStores.SEPARATOR)
                .forEach(key -> change(key, LedgerPage::filled));
    }

    /** Nobody is at that address any more, or it is somebody else's. */
    void forget(String profileId, String destination, IdentifierV1 address) {
        pages.delete(key(profileId, destination, address));
    }

    /** Removes what is kept of a profile and says what it was. */
    List<TransformHandoverV1.Kept> takeAll(String profileId) {
        List<TransformHandoverV1.Kept> all = new ArrayList<>();
        all.addAll(takeAll(profileId, StateStores.LEDGER, pages, LedgerState.pages()));
        all.addAll(takeAll(profileId, StateStores.EVENT_ROWS, rowStore, LedgerState.rows()));
        return all;
    }

    /** Takes over what was kept of an absorbed profile. */
    void arrive(String profileId, TransformHandoverV1.Kept came) {
        String key = StateStores.prefix(profileId) + came.key();
        byte[] state = Base64.getDecoder().decode(came.state());
        switch (came.store()) {
            case StateStores.LEDGER -> {
                LedgerPage page = LedgerState.pages().deserializer().deserialize(came.store(), state);
                page.moved();
                if (pages.get(key) != null) { // both wrote to the address: who was last is not known
                    page.doubtAll();
                }
                pages.put(key, page);
            }
            case StateStores.EVENT_ROWS ->
                rows.arrive(key, LedgerState.rows().deserializer().deserialize(came.store(), state));
            default -> {} // of another version of this service
        }
    }

    private static <V> List<TransformHandoverV1.Kept> takeAll(
            String profileId, String name, KeyValueStore<String, V> store, Serde<V> serde) {
        List<TransformHandoverV1.Kept> all = new ArrayList<>();
        String prefix = StateStores.prefix(profileId);
        try (var found = store.prefixScan(prefix, new StringSerializer())) {
            found.forEachRemaining(entry -> all.add(new TransformHandoverV1.Kept(
                    name,
                    entry.key.substring(prefix.length()),
                    Base64.getEncoder().encodeToString(serde.serializer().serialize(name, entry.value)))));
        }
        all.forEach(kept -> store.delete(prefix + kept.key()));
        return all;
    }

    private LedgerPage page(DeliveryV1 delivery, String key) {
        LedgerPage known = pages.get(key);
        if (known != null) {
            return known;
        }
        List<String> others =
                keys(StateStores.prefix(delivery.profileId()) + delivery.destination() + StateStores.SEPARATOR);
        if (others.size() >= MOST_ADDRESSES) {
            others.stream()
                    .min((left, right) -> newest(left).compareTo(newest(right)))
                    .ifPresent(pages::delete);
        }
        return LedgerPage.empty();
    }

    private Instant newest(String key) {
        return pages.get(key).lines().values().stream()
                .map(line -> line.latest().asOf())
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    private List<String> keys(String prefix) {
        List<String> keys = new ArrayList<>();
        try (var found = pages.prefixScan(prefix, new StringSerializer())) {
            found.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }

    private void change(String key, Consumer<LedgerPage> change) {
        LedgerPage page = pages.get(key);
        if (page != null) {
            change.accept(page);
            pages.put(key, page);
        }
    }

    private static String key(DeliveryV1 delivery) {
        IdentifierV1 address = delivery.object() == null ? delivery.address() : OwnThings.address(delivery.object());
        return key(delivery.profileId(), delivery.destination(), address);
    }

    private static String key(String profileId, String destination, IdentifierV1 address) {
        return StateStores.prefix(profileId)
                + destination
                + StateStores.SEPARATOR
                + address.type()
                + StateStores.SEPARATOR
                + address.value();
    }
}
