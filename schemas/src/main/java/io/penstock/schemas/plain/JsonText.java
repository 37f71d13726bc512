package io.penstock.schemas.plain;

/**
 * A JSON value as it lies in a record: plain, as {@link PlainJson} knows it.
 *
 * @param bytes of the record; not copied, never written to
 * @param from first byte of the value
 * @param to byte behind it
 */
public record JsonText(byte[] bytes, int from, int to) {
    public int length() {
        return to - from;
    }
}
