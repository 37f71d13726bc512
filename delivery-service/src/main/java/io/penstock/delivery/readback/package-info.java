/**
 * Asks the destination's App API whether what it accepted was applied, and writes down what was seen. Works beside the
 * deliveries on a thread of its own: nothing here may hold up a lane, and no fault of the App API may do more than be
 * counted.
 */
package io.penstock.delivery.readback;
