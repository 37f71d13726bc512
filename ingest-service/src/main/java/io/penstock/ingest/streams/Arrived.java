package io.penstock.ingest.streams;

import io.penstock.schemas.ReadV1;

/** A read as the change filter gets it. */
sealed interface Arrived permits PlainRead, Arrived.Parsed {
    /** The read itself, made anew at every call. */
    ReadV1 read();

    /** One that a parser has read. */
    record Parsed(ReadV1 read) implements Arrived {}
}
