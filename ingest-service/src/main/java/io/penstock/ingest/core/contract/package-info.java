/**
 * The columns a pipeline relies on: which source column each one is, and what a value may be. Comparing sources over
 * time belongs to {@code change}, JSON trees belong to {@code rows}.
 */
package io.penstock.ingest.core.contract;
