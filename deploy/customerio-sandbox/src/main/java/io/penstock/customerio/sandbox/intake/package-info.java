/**
 * Takes operations in: numbers them, journals them, applies them in order after a delay, and keeps the record that
 * tests count by. No HTTP comes here.
 */
package io.penstock.customerio.sandbox.intake;
