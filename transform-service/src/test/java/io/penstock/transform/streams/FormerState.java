package io.penstock.transform.streams;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/** State as versions before standings left it: every part of them in a store of its own. */
final class FormerState {
    private FormerState() {}

    static Stage.Saved of(Stage.Saved saved) {
        Map<String, Map<Object, Object>> stores = new HashMap<>(saved.stores());
        Map<Object, Object> persons = new HashMap<>(saved.stores().get(StateStores.PERSONS));
        Map<Object, Object> sides = new HashMap<>(saved.stores().get(StateStores.SIDES));
        Map<Object, Object> presences = new HashMap<>(saved.stores().get(StateStores.PRESENCE));
        Map<Object, Object> pages = new HashMap<>(saved.stores().get(StateStores.LEDGER));
        stores.put(StateStores.STANDINGS, Map.of()).forEach((profileId, entry) -> {
            Standing standing = (Standing) entry;
            if (standing.person() != Person.UNKNOWN) {
                persons.put(profileId, standing.person());
            }
            scatter(profileId, standing.sides().all(), sides);
            scatter(profileId, standing.presences().all(), presences);
            scatter(profileId, standing.pages().all(), pages);
        });
        stores.put(StateStores.PERSONS, persons);
        stores.put(StateStores.SIDES, sides);
        stores.put(StateStores.PRESENCE, presences);
        stores.put(StateStores.LEDGER, pages);
        return new Stage.Saved(stores, saved.profileVersions());
    }

    private static void scatter(Object profileId, SortedMap<String, ?> parts, Map<Object, Object> to) {
        parts.forEach((name, part) -> to.put(StateStores.prefix((String) profileId) + name, part));
    }
}
