/**
 * Writing the config topic: the one writer, its transaction and its versions. What to write is decided in core; nothing
 * about files or HTTP may come here.
 */
package io.penstock.control.kafka;
