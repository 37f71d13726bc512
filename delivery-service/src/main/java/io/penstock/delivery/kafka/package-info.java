/**
 * From the deliveries topic through the lanes to outcomes and dead letters, with the offsets in the same transaction.
 * No knowledge of any destination may come here.
 */
package io.penstock.delivery.kafka;
