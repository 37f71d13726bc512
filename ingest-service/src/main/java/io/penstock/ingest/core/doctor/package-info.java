/**
 * Which steps prove that a connection and a pipeline can work, in which order, and what to run when one fails. How a
 * step is carried out must not come here.
 */
package io.penstock.ingest.core.doctor;
