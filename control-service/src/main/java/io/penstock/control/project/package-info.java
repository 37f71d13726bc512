/**
 * A project's files: their layout, their YAML with positions, their JSON Schemas and the rules that span several files.
 * Also used by the penstock command, so neither Quarkus nor Kafka clients may come here.
 */
package io.penstock.control.project;
