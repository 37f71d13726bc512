package io.penstock.identity.app;

import io.penstock.identity.core.ProfileIds;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.http.ProfileDirectory;
import io.penstock.identity.streams.ParsedRules;
import io.penstock.identity.streams.ProfileQueries;
import io.penstock.identity.streams.ProfileQueries.Copies;
import io.penstock.identity.streams.ProfileQueries.Keepers;
import io.penstock.identity.streams.StreamsSettings;
import io.penstock.schemas.ProfileV1;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Look-ups on the stores of this process; for what another instance keeps, its address. */
@ApplicationScoped
public class LocalDirectory implements ProfileDirectory {
    /** More than one profile can absorb, so an alias chain ends before it. */
    private static final int LONGEST_CHAIN = 1000;

    private static final Age CURRENT = new Age.Current();

    private final StreamsLife life;
    private final String instance;
    private final HostInfo self;
    private final ProfileIds ids;
    private final ParsedRules rules = new ParsedRules();

    LocalDirectory(
            StreamsLife life,
            StreamsSettings settings,
            ProfileIds ids,
            @ConfigProperty(name = "penstock.instance") String instance) {
        this.life = life;
        this.ids = ids;
        this.instance = instance;
        this.self = HostInfo.buildFromEndpoint(settings.advertised());
    }

    @Override
    public Answer byIdentifier(String workspace, Identifier given, Freshness freshness) {
        String path = "/v1/identifiers/" + encoded(given.type()) + "/" + encoded(given.value()) + "?workspace="
                + encoded(workspace);
        return lookup(
                freshness,
                path,
                queries -> queries.keepersOfWorkspace(workspace),
                (queries, _) -> queries.profileId(workspace, given)
                        .map(id -> byId(id, freshness))
                        .orElseGet(() -> new Answer.Unknown("")));
    }

    @Override
    public Answer command(String workspace, String commandId, Freshness freshness) {
        return lookup(
                freshness,
                "/v1/commands/" + encoded(commandId) + "?workspace=" + encoded(workspace),
                queries -> queries.keepersOfWorkspace(workspace),
                (queries, age) -> queries.resolver().isApplied(workspace, commandId)
                        ? new Answer.Applied(commandId, age)
                        : new Answer.Unknown(""));
    }

    @Override
    public Answer explain(String workspace, Identifier first, Optional<Identifier> second, Freshness freshness) {
        String path = "/v1/explain?workspace=" + encoded(workspace) + "&a=" + asked(first)
                + second.map(other -> "&b=" + asked(other)).orElse("");
        return lookup(
                freshness,
                path,
                queries -> queries.keepersOfWorkspace(workspace),
                (queries, age) -> new Explainer(queries, ids, workspace).explain(first, second, age));
    }

    @Override
    public Answer byId(String profileId, Freshness freshness) {
        String id = profileId;
        for (int hop = 0; hop < LONGEST_CHAIN; hop++) {
            Answer answer = kept(id, "", freshness);
            if (answer instanceof Answer.Found(ProfileV1 profile, Age _) && profile.mergedInto() != null) {
                id = profile.mergedInto();
            } else {
                return answer;
            }
        }
        return new Answer.Unknown("");
    }

    @Override
    public Answer exactly(String profileId, Freshness freshness) {
        return kept(profileId, "?follow=false", freshness);
    }

    @Override
    public Status status() {
        try {
            return life.streams()
                    .filter(streams -> streams.state() == KafkaStreams.State.RUNNING)
                    .map(streams -> new ProfileQueries(streams, Copies.ACTIVE, rules))
                    .map(queries -> status(queries.profiles(), queries.identifiers()))
                    .orElseGet(() -> status(0, 0));
        } catch (InvalidStateStoreException e) {
            return status(0, 0);
        }
    }

    private Status status(long profiles, long identifiers) {
        RestoreProgress.Sum restored = life.restored();
        return new Status(instance, life.state(), profiles, identifiers, restored.restored(), restored.total());
    }

    private Answer kept(String profileId, String query, Freshness freshness) {
        return lookup(
                freshness,
                "/v1/profiles/" + encoded(profileId) + query,
                queries -> queries.keepersOfProfile(profileId),
                (queries, age) -> queries.profile(profileId)
                        .<Answer>map(profile -> new Answer.Found(profile, age))
                        .orElseGet(() -> new Answer.Unknown("")));
    }

    /** Here if this instance works on the key and is running; else from a second copy here, or says where it is. */
    private Answer lookup(
            Freshness freshness,
            String path,
            Function<ProfileQueries, Optional<Keepers>> keepers,
            BiFunction<ProfileQueries, Age, Answer> read) {
        Optional<KafkaStreams> streams = life.streams();
        try {
            boolean running = streams.filter(one -> one.state() == KafkaStreams.State.RUNNING)
                    .isPresent();
            if (!running) {
                return freshness == Freshness.CURRENT || streams.isEmpty()
                        ? new Answer.NotReady(life.state())
                        : behind(streams.get(), read);
            }
            ProfileQueries active = new ProfileQueries(streams.get(), Copies.ACTIVE, rules);
            Optional<Keepers> found = keepers.apply(active);
            if (found.isPresent() && found.get().active().equals(self)) {
                return read.apply(active, CURRENT);
            }
            boolean copyHere = found.map(Keepers::standbys)
                    .map(hosts -> hosts.contains(self))
                    .orElse(true);
            if (freshness == Freshness.STALE_ALLOWED && copyHere) {
                return behind(streams.get(), read);
            }
            return found.map(Keepers::active)
                    .<Answer>map(
                            host -> new Answer.Elsewhere(host.host(), host.port(), path + carried(path, freshness)))
                    .orElseGet(() -> new Answer.NotReady(life.state() + ", no owner known"));
        } catch (InvalidStateStoreException | IllegalStateException e) {
            // Stores that move, or a profile that was absorbed between two reads.
            return new Answer.NotReady(life.state());
        }
    }

    private Answer behind(KafkaStreams streams, BiFunction<ProfileQueries, Age, Answer> read) {
        ProfileQueries any = new ProfileQueries(streams, Copies.ANY, rules);
        return read.apply(any, new Age.Behind(any.recordsBehind()));
    }

    private static String carried(String path, Freshness freshness) {
        return switch (freshness) {
            case CURRENT -> "";
            case STALE_ALLOWED -> (path.contains("?") ? "&" : "?") + "stale=allowed";
        };
    }

    private static String asked(Identifier identifier) {
        return encoded(identifier.type() + ":" + identifier.value());
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
