/**
 * Writing to and reading from the lakehouse of the one-machine run, through the vendor's own driver. No knowledge of
 * any table.
 */
package io.penstock.local.lakehouse;
