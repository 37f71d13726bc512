/**
 * Verified webhooks onto the engagement topic, and engagement and outcomes off their topics towards the lakehouse. How
 * a row looks and where it goes may not come here.
 */
package io.penstock.webhook.kafka;
