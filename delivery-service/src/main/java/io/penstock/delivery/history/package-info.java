/**
 * What became of every delivery and every dead letter of the last 30 days, searchable, and the way back from a dead
 * letter. Fed by the topics alone and kept in RocksDB; how a call is made does not come here.
 */
package io.penstock.delivery.history;
