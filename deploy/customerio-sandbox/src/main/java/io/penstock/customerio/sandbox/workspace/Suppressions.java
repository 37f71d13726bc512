package io.penstock.customerio.sandbox.workspace;

import io.penstock.customerio.sandbox.operation.PersonRef;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Blocked identifiers. Those blocked together are freed together, whichever of them is named (assumed). */
final class Suppressions {

    private final Map<PersonRef, Set<PersonRef>> groups = new HashMap<>();

    boolean blocks(PersonRef ref) {
        return groups.containsKey(ref.normalised());
    }

    void block(Set<PersonRef> refs) {
        Set<PersonRef> group = new LinkedHashSet<>();
        refs.forEach(ref -> group.add(ref.normalised()));
        group.forEach(ref -> groups.put(ref, group));
    }

    boolean free(PersonRef ref) {
        Set<PersonRef> group = groups.get(ref.normalised());
        if (group == null) {
            return false;
        }
        group.forEach(groups::remove);
        return true;
    }

    int size() {
        return groups.size();
    }
}
