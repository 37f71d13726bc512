package io.penstock.customerio.sandbox.track;

/**
 * The vendor's limits (rules 7 and 8), all in UTF-8 bytes unless they count things. Support raises some of them per
 * account.
 *
 * @param batch body of a v2 batch; the vendor says 500 KB, taken as 500 000
 * @param item one v2 operation; the vendor says 32 KB, taken as 32 768
 * @param segmentIds entries of one call that changes a segment
 * @param eventData v1 only; in v2 the item limit bites first
 */
public record Limits(
        int identifier,
        int attributeName,
        int attributeValue,
        int attributes,
        int eventName,
        int eventData,
        int item,
        int batch,
        int segmentIds) {

    public static Limits documented() {
        return new Limits(150, 150, 1000, 300, 100, 100_000, 32_768, 500_000, 1000);
    }
}
