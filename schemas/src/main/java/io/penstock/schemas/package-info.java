/**
 * The contract between the services: what travels on the topics, exactly as it travels, and the topics themselves. No
 * domain logic, settings, HTTP or Quarkus may come here; a record's name ends in its version.
 */
package io.penstock.schemas;
