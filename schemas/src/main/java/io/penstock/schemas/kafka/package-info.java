/**
 * Reading a compacted topic of the contract as a map. It lives beside the contract because five services read
 * {@code config} the same way (docs/decisions/0003); nothing else about running Kafka clients may come here.
 */
package io.penstock.schemas.kafka;
