package io.penstock.delivery.kafka;

/**
 * What the text of a delivery and that of its outcome have in common, as it lies in the delivery: pieces that an
 * outcome has word for word and in the same order. Ends are the byte behind a piece.
 *
 * @param bytes of the delivery; not copied, never written to
 * @param head end of the first piece: from the brace to the address or the object
 * @param event from there to {@code eventEnd} the name of the event, with the comma in front; empty if there is none
 * @param asOf from there to {@code asOfEnd} the time, with the comma in front; from there on to the end where the row
 *     came from, and the brace
 */
record CommonText(byte[] bytes, int head, int event, int eventEnd, int asOf, int asOfEnd) {
    int length() {
        return head + (eventEnd - event) + (bytes.length - asOf);
    }
}
