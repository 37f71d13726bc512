package io.penstock.delivery.kafka;

import io.penstock.delivery.core.Ending;
import io.penstock.schemas.DeadLetterV1;
import java.util.Optional;

/**
 * What one record of the deliveries topic comes to.
 *
 * @param key of the record, for both topics
 * @param outcome empty if the record was no delivery
 * @param deadLetter empty if the delivery was accepted
 */
record LastWord(String key, Ending.Kind kind, String code, Optional<Told> outcome, Optional<DeadLetterV1> deadLetter) {}
