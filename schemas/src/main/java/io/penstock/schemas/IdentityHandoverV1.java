package io.penstock.schemas;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an absorbed profile hands to its survivor: traits with their provenance, and the ids it had absorbed itself. */
public record IdentityHandoverV1(
        String workspace,
        String profileId,
        String from,
        long logOffset,
        List<String> mergedFrom,
        ObjectNode traits,
        Map<String, ProfileV1.TraitMeta> traitMeta) {
    public IdentityHandoverV1 {
        mergedFrom = List.copyOf(mergedFrom);
        traitMeta = Collections.unmodifiableMap(new LinkedHashMap<>(traitMeta));
    }
}
