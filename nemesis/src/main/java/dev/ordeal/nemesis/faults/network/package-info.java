/**
 * Faults of links and packets.
 *
 * <p>A cut of links is {@link dev.ordeal.nemesis.faults.network.CutLinks}, a toxic {@link
 * dev.ordeal.nemesis.faults.network.BadLinks}, a packet rule {@link
 * dev.ordeal.nemesis.faults.network.PacketFault}.
 */
package dev.ordeal.nemesis.faults.network;
