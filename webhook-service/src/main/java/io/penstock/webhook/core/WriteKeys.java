package io.penstock.webhook.core;

import java.util.List;
import java.util.Map;

/** The keys that let messages into the collection API now, or why they are not known. */
public sealed interface WriteKeys {
    /** @param byEndpoint any of an endpoint's keys lets in; none at all refuses every message */
    record Known(Map<String, List<String>> byEndpoint) implements WriteKeys {
        public Known {
            byEndpoint = Map.copyOf(byEndpoint);
        }
    }

    /** @param reason without any secret */
    record Unknown(String reason) implements WriteKeys {}
}
