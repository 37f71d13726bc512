package io.penstock.transform.streams;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.ShapedV1;
import io.penstock.schemas.TransformHandoverV1;
import io.penstock.schemas.TransformMergeV1.Heard;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.core.ledger.AttributeValue;
import io.penstock.transform.core.ledger.LedgerPage;
import io.penstock.transform.core.ledger.RowMemory;
import io.penstock.transform.core.ledger.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
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

    private final Standings standings;
    private final KeyValueStore<String, RowMemory> rowStore;
    private final EventRows rows;
    private final LedgerSettings settings;
    private final Outputs outputs;

    Ledger(Standings standings, KeyValueStore<String, RowMemory> rows, LedgerSettings settings, Outputs outputs) {
        this.standings = standings;
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
    Optional<DeliveryV1> owed(DeliveryV1 delivery, ShapedV1 shaped, Pipeline pipeline, int ordinal) {
        Write write = Sayings.write(delivery, shaped, ordinal);
        return switch (delivery.kind()) {
            case IDENTIFY -> Addressing.isOwn(delivery) ? onPage(delivery, write) : Optional.of(delivery);
            case TRACK, PAGE, SCREEN -> rows.isNew(delivery, write) ? Optional.of(delivery) : Optional.empty();
            case OBJECT -> thing(delivery, pipeline, write);
            case DELETE_OBJECT -> {
                boolean isNew = rows.isNew(delivery, write);
                yield isNew ? whole(delivery, shaped, pipeline, ordinal) : Optional.empty();
            }
            default -> whole(delivery, shaped, pipeline, ordinal);
        };
    }

    /** Notes a call that goes out whole, whatever is known. */
    Optional<DeliveryV1> whole(DeliveryV1 delivery, ShapedV1 shaped, Pipeline pipeline, int ordinal) {
        Write write = Sayings.write(delivery, shaped, ordinal);
        switch (delivery.kind()) {
            case IDENTIFY -> {
                if (Addressing.isOwn(delivery)) {
                    note(delivery, write);
                }
            }
            case OBJECT -> {
                rows.isNew(delivery, write);
                if (OwnThings.isOwn(delivery, pipeline)) {
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
        String name = PageNames.of(delivery);
        LedgerPage page = page(delivery, name);
        page.note(write, Sayings.of(delivery), outputs.now(), settings.limits());
        pages(delivery.profileId()).put(name, page);
    }

    /** Old rows of a thing that was deleted, and so has no page, do not bring it back. */
    private Optional<DeliveryV1> thing(DeliveryV1 delivery, Pipeline pipeline, Write write) {
        boolean isNew = rows.isNew(delivery, write);
        boolean hasPage = OwnThings.isOwn(delivery, pipeline)
                && !Sayings.of(delivery).isEmpty()
                && (isNew
                        || pages(delivery.profileId())
                                .find(PageNames.of(delivery))
                                .isPresent());
        if (hasPage) {
            return onPage(delivery, write);
        }
        return isNew ? Optional.of(delivery) : Optional.empty();
    }

    private Optional<DeliveryV1> onPage(DeliveryV1 delivery, Write write) {
        String name = PageNames.of(delivery);
        LedgerPage page = page(delivery, name);
        Map<String, AttributeValue> said = Sayings.of(delivery);
        Set<String> owed = page.take(write, said, outputs.now(), settings.limits());
        pages(delivery.profileId()).put(name, page);
        if (owed.size() == said.size()) {
            return Optional.of(delivery);
        }
        return owed.isEmpty() ? Optional.empty() : Optional.of(Sayings.only(owed, delivery));
    }

    /** A call has ended. Of others than those that identify a person nothing is noted. */
    void heard(String profileId, Heard end) {
        change(profileId, PageNames.of(end.destination(), end.address()), page -> {
            if (end.accepted()) {
                page.accepted(end.deliveryId(), end.at() == null ? outputs.now() : end.at());
            } else {
                page.failed(end.deliveryId());
            }
        });
    }

    /** What was seen of an accepted call later. That it was applied is what is believed here anyway. */
    void readBack(String profileId, OutcomeV1 seen) {
        if (seen.code().equals(OutcomeV1.NOT_APPLIED) && seen.address() != null) {
            change(
                    profileId,
                    PageNames.of(seen.destination(), seen.address()),
                    page -> page.notApplied(seen.deliveryId()));
        }
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
        at(destination, profileId).keySet().forEach(name -> change(profileId, name, LedgerPage::filled));
    }

    /** Nobody is at that address any more, or it is somebody else's. */
    void forget(String profileId, String destination, IdentifierV1 address) {
        pages(profileId).remove(PageNames.of(destination, address));
    }

    /**
     * The identifier is not the profile's any more, so others may write there. Should it come back, everything is said
     * again.
     */
    void leave(String profileId, IdentifierV1 identifier) {
        Shelf<LedgerPage> pages = pages(profileId);
        pages.all().keySet().stream()
                .filter(name -> PageNames.isAt(identifier, name))
                .forEach(pages::remove);
    }

    /** Removes what is kept of a profile and says what it was. */
    List<TransformHandoverV1.Kept> takeAll(String profileId) {
        List<TransformHandoverV1.Kept> all = new ArrayList<>();
        pages(profileId)
                .takeAll()
                .forEach((name, page) -> all.add(kept(StateStores.LEDGER, name, LedgerState.pages(), page)));
        String prefix = StateStores.prefix(profileId);
        List<String> memories = new ArrayList<>();
        try (var found = rowStore.prefixScan(prefix, new StringSerializer())) {
            found.forEachRemaining(entry -> {
                String name = entry.key.substring(prefix.length());
                all.add(kept(StateStores.EVENT_ROWS, name, LedgerState.rows(), entry.value));
                memories.add(entry.key);
            });
        }
        memories.forEach(rowStore::delete);
        return all;
    }

    /** Takes over what was kept of an absorbed profile. */
    void arrive(String profileId, TransformHandoverV1.Kept came) {
        byte[] state = Base64.getDecoder().decode(came.state());
        switch (came.store()) {
            case StateStores.LEDGER -> {
                LedgerPage page = LedgerState.pages().deserializer().deserialize(came.store(), state);
                page.moved();
                Shelf<LedgerPage> own = pages(profileId);
                if (own.find(came.key()).isPresent()) { // both wrote to the address: who was last is not known
                    page.doubtAll();
                }
                own.put(came.key(), page);
            }
            case StateStores.EVENT_ROWS ->
                rows.arrive(
                        StateStores.prefix(profileId) + came.key(),
                        LedgerState.rows().deserializer().deserialize(came.store(), state));
            default -> {} // of another version of this service
        }
    }

    private static <V> TransformHandoverV1.Kept kept(String store, String name, Serde<V> serde, V state) {
        return new TransformHandoverV1.Kept(
                store,
                name,
                Base64.getEncoder().encodeToString(serde.serializer().serialize(store, state)));
    }

    private LedgerPage page(DeliveryV1 delivery, String name) {
        Optional<LedgerPage> known = pages(delivery.profileId()).find(name);
        if (known.isPresent()) {
            return known.get();
        }
        SortedMap<String, LedgerPage> others = at(delivery.destination(), delivery.profileId());
        if (others.size() >= MOST_ADDRESSES) {
            others.keySet().stream()
                    .min(Comparator.comparing(other -> newest(others.get(other))))
                    .ifPresent(pages(delivery.profileId())::remove);
        }
        return LedgerPage.empty();
    }

    private static Instant newest(LedgerPage page) {
        return page.lines().values().stream()
                .map(line -> line.latest().asOf())
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    /** The person's pages at one destination. */
    private SortedMap<String, LedgerPage> at(String destination, String profileId) {
        SortedMap<String, LedgerPage> all = pages(profileId).all();
        all.keySet().removeIf(name -> !name.startsWith(destination + StateStores.SEPARATOR));
        return all;
    }

    private void change(String profileId, String name, Consumer<LedgerPage> change) {
        Shelf<LedgerPage> pages = pages(profileId);
        pages.find(name).ifPresent(page -> {
            change.accept(page);
            pages.put(name, page);
        });
    }

    private Shelf<LedgerPage> pages(String profileId) {
        return standings.of(profileId).pages();
    }
}
