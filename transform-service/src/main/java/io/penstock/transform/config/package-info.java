/**
 * Pipelines as they stand on the config topic, turned into what the core knows. Everything that depends on the format
 * of a project's files is here; nothing that processes a record may come here.
 */
package io.penstock.transform.config;
