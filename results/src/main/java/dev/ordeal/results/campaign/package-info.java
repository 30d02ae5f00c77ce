/**
 * A campaign: many runs, of which one report is made.
 *
 * <p>Start at {@link dev.ordeal.results.campaign.CampaignLog}, which holds how each run ended;
 * {@link dev.ordeal.results.campaign.CampaignReport} is what follows from it, and all other classes
 * show it.
 */
package dev.ordeal.results.campaign;
