package io.penstock.schemas.plain;

import static io.penstock.schemas.plain.PlainJson.ascii;

/**
 * What records and shaped records begin with, in the order of the wire, where shaped ones have no operation and a
 * position may stand before the time ({@link PlainParts#position}). A reader asks for each in its turn, by what it
 * wants of it. No enum: the compiler takes the components of records for constants, which is some 2 % of a scan.
 *
 * @param written what stands before the value; never written to
 * @throws NotPlain by every method, if something else is next or it is written otherwise
 */
public record HeadField(byte[] written) {
    public static final HeadField WORKSPACE = new HeadField(ascii("{\"workspace\":"));
    public static final HeadField PIPELINE = new HeadField(ascii(",\"pipeline\":"));
    public static final HeadField CONFIG_VERSION = new HeadField(ascii(",\"config_version\":"));
    public static final HeadField RECORD_ID = new HeadField(ascii(",\"record_id\":"));
    public static final HeadField ROW_KEY = new HeadField(ascii(",\"row_key\":"));
    public static final HeadField ROW_VERSION = new HeadField(ascii(",\"row_version\":"));
    public static final HeadField OPERATION = new HeadField(ascii(",\"operation\":"));
    public static final HeadField AS_OF = new HeadField(ascii(",\"as_of\":"));

    public String text(PlainJson in) {
        in.expect(written);
        return in.text();
    }

    public String text(PlainJson in, Words words) {
        in.expect(written);
        return in.text(words);
    }

    public void skipText(PlainJson in) {
        in.expect(written);
        in.skipText();
    }

    public long number(PlainJson in) {
        in.expect(written);
        return in.number();
    }
}
