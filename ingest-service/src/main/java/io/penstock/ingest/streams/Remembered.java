package io.penstock.ingest.streams;

import io.penstock.ingest.core.filter.LastSeen;
import io.penstock.schemas.IdentifierV1;

/**
 * What the store keeps of one source row.
 *
 * @param person the strongest identifier of its last change, by which its deletion finds the same person and partition;
 *     null if it had none
 */
record Remembered(LastSeen row, IdentifierV1 person) {}
