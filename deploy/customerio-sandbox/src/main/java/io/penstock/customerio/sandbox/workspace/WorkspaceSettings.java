package io.penstock.customerio.sandbox.workspace;

import io.penstock.customerio.sandbox.operation.IdentifierKind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * The settings of a workspace and every switch for a point that the vendor leaves open. {@link #documented()} gives the
 * defaults.
 *
 * @param identifiers what names a person
 * @param phoneIdentifier whether {@code phone} names a person too
 * @param allowEmailUpdateById the setting "Allow updates to email using ID"
 * @param autoMerge the setting "Multi-identifier profile merge"
 * @param anonymousMerge whether anonymous events join a person
 * @param reusedEmail what a new id with somebody's email does when that person already has another id (assumed)
 * @param applyRestOnConflict whether the other attributes of a call with an identifier conflict are applied (assumed)
 * @param unknownPerson what an event or relationship for an unknown person does (assumed)
 * @param unknownObject what a person's relationship to an unknown object does (assumed)
 * @param staleness what timestamps are compared (assumed)
 * @param emptyStringRemoves whether an empty string removes a person's attribute, as {@code null} does (assumed)
 * @param dedupWindow how long the id of an event is remembered (assumed)
 * @param campaignWindow how old an event may be to trigger a campaign
 * @param mergeWindow how old an event may be to move to the primary of a merge
 * @param anonymousRetention how long anonymous events wait for their person
 * @param objectTypes the object types that exist in the workspace
 * @param segments the manual segments that exist
 * @param convertTimestamp whether ISO 8601 texts that come by the Pipelines API are stored as unix seconds
 */
public record WorkspaceSettings(
        Identifiers identifiers,
        boolean phoneIdentifier,
        boolean allowEmailUpdateById,
        boolean autoMerge,
        boolean anonymousMerge,
        ReusedEmail reusedEmail,
        boolean applyRestOnConflict,
        Unknown unknownPerson,
        Unknown unknownObject,
        Staleness staleness,
        boolean emptyStringRemoves,
        Duration dedupWindow,
        Duration campaignWindow,
        Duration mergeWindow,
        Duration anonymousRetention,
        Set<String> objectTypes,
        Set<String> segments,
        boolean convertTimestamp) {

    public WorkspaceSettings {
        objectTypes = Set.copyOf(objectTypes);
        segments = Set.copyOf(segments);
        if (!segments.stream().allMatch(id -> id.matches("\\d{1,9}"))) {
            throw new IllegalArgumentException("The id of a segment is a whole number.");
        }
    }

    /** The identifiers in force, without the generated one, which always is. */
    public Set<IdentifierKind> identifierKinds() {
        EnumSet<IdentifierKind> kinds = switch (identifiers) {
            case EMAIL_OR_ID -> EnumSet.of(IdentifierKind.ID, IdentifierKind.EMAIL);
            case ID_ONLY -> EnumSet.of(IdentifierKind.ID);
            case EMAIL_ONLY -> EnumSet.of(IdentifierKind.EMAIL);
        };
        if (phoneIdentifier) {
            kinds.add(IdentifierKind.PHONE);
        }
        return kinds;
    }

    /** What names a person in the workspace. */
    public enum Identifiers {
        EMAIL_OR_ID,
        ID_ONLY,
        EMAIL_ONLY
    }

    /** A new id arrives with the email of a person who has another id: the two texts of the vendor disagree. */
    public enum ReusedEmail {
        /** The person takes the new id, as the specification's tip says. */
        UPDATE_OWNER,
        /** Nothing changes and a failed attribute change is logged. */
        FAIL
    }

    /** What naming something unknown does. */
    public enum Unknown {
        CREATE,
        DROP
    }

    /** What an incoming timestamp is compared with. */
    public enum Staleness {
        PER_ATTRIBUTE,
        PER_PROFILE
    }

    /** A workspace as new ones are, with the assumed answers to open points. */
    public static WorkspaceSettings documented() {
        return builder().build();
    }

    public static WorkspaceSettingsBuilder builder() {
        return new WorkspaceSettingsBuilder();
    }
}
