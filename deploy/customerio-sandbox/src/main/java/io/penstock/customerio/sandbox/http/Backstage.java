package io.penstock.customerio.sandbox.http;

import io.penstock.customerio.sandbox.fault.FaultPlan;
import io.penstock.customerio.sandbox.intake.Intake;
import io.penstock.customerio.sandbox.pipelines.PipelinesReader;
import io.penstock.customerio.sandbox.track.OperationReader;
import io.penstock.customerio.sandbox.webhook.Mailroom;
import java.time.InstantSource;

/** What the faces of the sandbox stand in front of. */
public record Backstage(
        OperationReader track,
        PipelinesReader pipelines,
        FaultPlan faults,
        Intake intake,
        Mailroom mailroom,
        InstantSource clock) {}
