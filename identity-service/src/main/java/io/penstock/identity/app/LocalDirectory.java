package io.penstock.identity.app;

import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.http.ProfileDirectory;
import io.penstock.identity.streams.ProfileQueries;
import io.penstock.identity.streams.StreamsSettings;
import io.penstock.schemas.ProfileV1;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
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

    private final StreamsLife life;
    private final String instance;
    private final HostInfo self;

    LocalDirectory(
            StreamsLife life, StreamsSettings settings, @ConfigProperty(name = "penstock.instance") String instance) {
        this.life = life;
        this.instance = instance;
        this.self = HostInfo.buildFromEndpoint(settings.advertised());
    }

    @Override
    public Answer byIdentifier(String workspace, String type, String value) {
        return whileRunning(queries -> {
            String path =
                    "/v1/identifiers/" + encoded(type) + "/" + encoded(value) + "?workspace=" + encoded(workspace);
            Optional<Answer> away = away(queries.ownerOfWorkspace(workspace), path);
            return away.orElseGet(() -> queries.profileId(workspace, new Identifier(type, value))
                    .map(id -> follow(queries, id))
                    .orElseGet(Answer.Unknown::new));
        });
    }

    @Override
    public Answer byId(String profileId) {
        return whileRunning(queries -> follow(queries, profileId));
    }

    @Override
    public Answer exactly(String profileId) {
        return whileRunning(queries -> kept(queries, profileId, "?follow=false"));
    }

    @Override
    public Status status() {
        try {
            return running()
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

    private Answer follow(ProfileQueries queries, String profileId) {
        String id = profileId;
        for (int hop = 0; hop < LONGEST_CHAIN; hop++) {
            Answer answer = kept(queries, id, "");
            if (answer instanceof Answer.Found(ProfileV1 profile) && profile.mergedInto() != null) {
                id = profile.mergedInto();
            } else {
                return answer;
            }
        }
        return new Answer.Unknown();
    }

    private Answer kept(ProfileQueries queries, String profileId, String query) {
        return away(queries.ownerOfProfile(profileId), "/v1/profiles/" + encoded(profileId) + query)
                .orElseGet(() -> queries.profile(profileId)
                        .<Answer>map(Answer.Found::new)
                        .orElseGet(Answer.Unknown::new));
    }

    private Optional<Answer> away(Optional<HostInfo> owner, String path) {
        if (owner.isEmpty()) {
            return Optional.of(new Answer.NotReady(life.state() + ", no owner known"));
        }
        return owner.filter(host -> !host.equals(self))
                .map(host -> new Answer.Elsewhere(host.host(), host.port(), path));
    }

    private Answer whileRunning(Function<ProfileQueries, Answer> lookup) {
        try {
            return running().map(lookup).orElseGet(() -> new Answer.NotReady(life.state()));
        } catch (InvalidStateStoreException e) {
            return new Answer.NotReady(life.state());
        }
    }

    private Optional<ProfileQueries> running() {
        return life.streams()
                .filter(streams -> streams.state() == KafkaStreams.State.RUNNING)
                .map(ProfileQueries::new);
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
