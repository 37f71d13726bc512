package io.penstock.webhook.core;

import java.util.List;

/** What is known of the keys that may sign a webhook at this moment. */
public sealed interface SigningKeys {
    /**
     * They are known.
     *
     * @param workspace whose webhooks these are
     * @param keys texts; empty refuses every webhook
     */
    record Known(String workspace, List<String> keys) implements SigningKeys {
        public Known {
            keys = List.copyOf(keys);
        }
    }

    /**
     * They cannot be said now, for a reason that is ours: not a fault of whoever sends.
     *
     * @param reason for the log
     */
    record Unknown(String reason) implements SigningKeys {}
}
