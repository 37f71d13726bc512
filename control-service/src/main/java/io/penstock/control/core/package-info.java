/**
 * What a project is once it is read, and what has to change for it to be in force. No YAML, JSON, Kafka, HTTP, clock or
 * configuration may come here.
 */
package io.penstock.control.core;
