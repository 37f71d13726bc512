/**
 * What turns the values of a record into calls: emit rules, crossings, delivery ids, the choice of an address. The JDK
 * and nothing else: no Kafka, no JSON, no clock.
 */
package io.penstock.transform.core;
