package dev.ordeal.results.campaign;

/**
 * What a campaign is, as it was begun.
 *
 * @param name of the campaign; that of its file unless that says another
 * @param night the name of this one of its nights: when it began
 * @param digest of the planned runs; equal for equal plans
 * @param shard {@code K/N}; {@code 1/1} if it is whole
 * @param planned how many runs this shard has; -1 if as many as there is time for
 * @param base the number from which this night's new seeds count
 * @param command how it was called, for people
 * @param version of Ordeal
 */
public record CampaignHeader(
    String name,
    String night,
    String digest,
    String shard,
    int planned,
    long base,
    String command,
    String version) {}
