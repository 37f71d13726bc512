/**
 * Who is who: a pure fold of the identity log into profiles, with its reasons. Only the JDK: no Kafka, JSON, clock or
 * random, so that the same log gives the same profiles wherever it is folded.
 */
package io.penstock.identity.core;
