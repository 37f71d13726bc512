/**
 * The core as a Kafka Streams topology: log writer, resolver, profile owner, their stores and the way into them for
 * look-ups. What an identifier is or who absorbs whom is decided in {@code core}, never here.
 */
package io.penstock.identity.streams;
