package dev.ordeal.harness.campaign;

import dev.ordeal.results.campaign.RunEnd;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * How much a campaign does.
 *
 * @param time after it no run is started
 * @param runs how many are made at most, those of earlier sessions of the night included
 * @param jobs side by side; empty if as many as the processors bear
 * @param retries of a run whose verdict is unknown
 * @param until after a run that ended so nothing is started
 */
public record CampaignLimits(
    Optional<Duration> time,
    OptionalInt runs,
    OptionalInt jobs,
    int retries,
    Predicate<RunEnd> until) {}
