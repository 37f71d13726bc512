/**
 * The penstock command: a plain program that starts in a fraction of a second. It asks control-service's own code about
 * files and the services over HTTP about themselves; no Kafka, no Quarkus and no rule about projects may come here.
 */
package io.penstock.cli;
