package io.penstock.delivery.customerio;

/**
 * Documented limits of the Track API, which the Pipelines API shares, all in UTF-8 bytes. The service's support can
 * raise some of them per account.
 *
 * @param item largest call
 * @param identifier longest identifier of a person
 * @param attributes most attributes of one identify
 * @param name longest attribute name
 * @param value longest attribute value; arrays and objects count as compact JSON (assumed: the documentation says 1000
 *     bytes and does not say of what)
 * @param event longest event name
 * @param data largest data of an event that goes alone, by v1
 */
public record TrackLimits(int item, int identifier, int attributes, int name, int value, int event, int data) {
    /** As documented in 2026. */
    public static TrackLimits documented() {
        return new TrackLimits(32_768, 150, 300, 150, 1000, 100, 100_000);
    }
}
