package io.penstock.identity.streams;

import static io.penstock.identity.streams.JsonFields.name;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityChangeV1;
import io.penstock.schemas.IdentityHandoverV1.Carried;
import io.penstock.schemas.IdentityLogEntryV1;
import io.penstock.schemas.IdentitySettledV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.ResolvedV1;
import java.util.List;

/** What is written for every record, as the contract's serdes write it. */
final class WireJson {
    private static final byte[] ABSORBED = name("absorbed");
    private static final byte[] AS_OF = name("as_of");
    private static final byte[] BY = name("by");
    private static final byte[] BYPASSED = name("bypassed");
    private static final byte[] CHANGE = name("change");
    private static final byte[] CONFIG_VERSION = name("config_version");
    private static final byte[] CREATED_AT = name("created_at");
    private static final byte[] DECISION_ID = name("decision_id");
    private static final byte[] EPOCH = name("epoch");
    private static final byte[] FINGERPRINT = name("fingerprint");
    private static final byte[] FIRST_SEEN = name("first_seen");
    private static final byte[] IDENTIFIERS = name("identifiers");
    private static final byte[] KIND = name("kind");
    private static final byte[] LAST_SEEN = name("last_seen");
    private static final byte[] LOG_OFFSET = name("log_offset");
    private static final byte[] MERGED_FROM = name("merged_from");
    private static final byte[] MERGED_INTO = name("merged_into");
    private static final byte[] MOVED = name("moved");
    private static final byte[] OFFSET = name("offset");
    private static final byte[] ORIGIN = name("origin");
    private static final byte[] PARTITION = name("partition");
    private static final byte[] PRIMARY = name("primary");
    private static final byte[] PROFILE_ID = name("profile_id");
    private static final byte[] RAW = name("raw");
    private static final byte[] RECORD = name("record");
    private static final byte[] RECORD_ID = name("record_id");
    private static final byte[] RULES_VERSION = name("rules_version");
    private static final byte[] SOURCE = name("source");
    private static final byte[] SPLIT_INTO = name("split_into");
    private static final byte[] STATUS = name("status");
    private static final byte[] TRAITS = name("traits");
    private static final byte[] TRAIT_META = name("trait_meta");
    private static final byte[] TYPE = name("type");
    private static final byte[] UPDATED_AT = name("updated_at");
    private static final byte[] VALUE = name("value");
    private static final byte[] VERSION = name("version");
    private static final byte[] WORKSPACE = name("workspace");

    private WireJson() {}

    /** An entry that observes a record. */
    static byte[] observed(IdentityLogEntryV1 entry, RawRecord record) {
        JsonFields out = JsonFields.object();
        out.text(WORKSPACE, entry.workspace());
        out.text(KIND, entry.kind().name());
        out.number(CONFIG_VERSION, entry.configVersion());
        origin(out, ORIGIN, entry.origin());
        return framed(out, record);
    }

    /** @param record null if there is none */
    static byte[] changed(IdentityChangeV1 change, RawRecord record) {
        JsonFields out = JsonFields.object();
        out.text(WORKSPACE, change.workspace());
        out.text(PROFILE_ID, change.profileId());
        out.text(KIND, change.kind().name());
        known(out, change.identifiers());
        out.number(EPOCH, change.epoch());
        out.number(LOG_OFFSET, change.logOffset());
        out.time(CREATED_AT, change.createdAt());
        out.text(DECISION_ID, change.decisionId());
        out.text(MERGED_INTO, change.mergedInto());
        out.texts(ABSORBED, change.absorbed());
        out.text(SPLIT_INTO, change.splitInto());
        identifiers(out, MOVED, change.moved());
        out.texts(MERGED_FROM, change.mergedFrom());
        if (change.by() != null) {
            identifier(out.open(BY, '{'), change.by());
        }
        origin(out, BYPASSED, change.bypassed());
        return framed(out, record);
    }

    static byte[] resolved(ResolvedV1 resolved, RawRecord record) {
        JsonFields out = JsonFields.object();
        out.text(PROFILE_ID, resolved.profileId());
        identifiers(out, IDENTIFIERS, resolved.identifiers());
        out.number(LOG_OFFSET, resolved.logOffset());
        out.texts(ABSORBED, resolved.absorbed());
        return framed(out, record);
    }

    static byte[] settled(IdentitySettledV1 answer) {
        JsonFields out = JsonFields.object();
        out.text(WORKSPACE, answer.workspace());
        out.text(KIND, answer.kind().name());
        out.number(PARTITION, answer.partition());
        out.number(OFFSET, answer.offset());
        out.text(FINGERPRINT, answer.fingerprint());
        out.text(PROFILE_ID, answer.profileId());
        out.number(LOG_OFFSET, answer.logOffset());
        out.number(EPOCH, answer.epoch());
        return out.close('}').bytes();
    }

    /** What {@link OwnedProfile#open} shows; null for one that is forgotten. */
    static byte[] profile(OwnedProfile profile) {
        if (profile.status() == OwnedProfile.Status.GONE) {
            return null;
        }
        JsonFields out = JsonFields.object();
        out.text(WORKSPACE, profile.workspace());
        out.text(PROFILE_ID, profile.profileId());
        out.text(STATUS, profile.status().name());
        out.number(VERSION, profile.version());
        out.number(LOG_OFFSET, profile.logOffset());
        out.time(CREATED_AT, profile.createdAt());
        out.time(UPDATED_AT, profile.updatedAt());
        known(out, profile.identifiers());
        out.open(PRIMARY, '{');
        profile.primary().forEach((type, value) -> out.named(type).quoted(value));
        out.close('}');
        traits(out, profile.traits().shown(profile.identifiers()));
        out.texts(MERGED_FROM, profile.mergedFrom());
        out.text(MERGED_INTO, profile.mergedInto());
        change(out, profile.change());
        return out.close('}').bytes();
    }

    private static void traits(JsonFields out, List<Carried> shown) {
        out.open(TRAITS, '{');
        shown.forEach(one -> out.named(one.name()).value(one.value()));
        out.close('}').open(TRAIT_META, '{');
        for (Carried one : shown) {
            out.named(one.name()).open('{');
            out.time(AS_OF, one.asOf());
            out.number(LOG_OFFSET, one.logOffset());
            out.text(SOURCE, one.source());
            out.text(BY, one.by()).close('}');
        }
        out.close('}');
    }

    private static void change(JsonFields out, ProfileV1.Change change) {
        if (change != null) {
            out.open(CHANGE, '{').text(KIND, change.kind());
            out.text(DECISION_ID, change.decisionId());
            out.text(RECORD_ID, change.recordId()).close('}');
        }
    }

    private static void known(JsonFields out, List<ProfileV1.Known> identifiers) {
        out.open(IDENTIFIERS, '[');
        for (ProfileV1.Known known : identifiers) {
            out.open('{').text(TYPE, known.type()).text(VALUE, known.value()).text(RAW, known.raw());
            out.time(FIRST_SEEN, known.firstSeen()).time(LAST_SEEN, known.lastSeen());
            out.text(SOURCE, known.source()).close('}');
        }
        out.close(']');
    }

    private static void identifiers(JsonFields out, byte[] name, List<IdentifierV1> identifiers) {
        out.open(name, '[');
        identifiers.forEach(one -> identifier(out.open('{'), one));
        out.close(']');
    }

    private static void identifier(JsonFields out, IdentifierV1 identifier) {
        out.text(TYPE, identifier.type()).text(VALUE, identifier.value()).close('}');
    }

    private static void origin(JsonFields out, byte[] name, IdentityLogEntryV1.Origin origin) {
        if (origin != null) {
            out.open(name, '{').number(PARTITION, origin.partition()).number(OFFSET, origin.offset());
            out.number(RULES_VERSION, origin.rulesVersion()).close('}');
        }
    }

    private static byte[] framed(JsonFields out, RawRecord record) {
        if (record != null) {
            out.json(RECORD, record.json());
        }
        return out.close('}').bytes();
    }
}
