package io.penstock.customerio.sandbox.webhook;

import java.net.URI;

/** Where reporting webhooks go and the text of the key that signs them. */
public record WebhookTarget(URI url, String key) {

    public WebhookTarget {
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
            throw new IllegalArgumentException("A webhook URL starts with http:// or https://.");
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return url.toString();
    }
}
