/**
 * What a run has to read: from where a source was read last, where it is now and what its history says happened between
 * to the ranges of one run. Reading them, and what becomes of the rows, must not come here.
 */
package io.penstock.ingest.core.plan;
