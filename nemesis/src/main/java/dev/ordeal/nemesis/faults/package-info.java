/**
 * The kinds of faults, by what they break: {@code network}, {@code process}, {@code disk} and
 * {@code clock}; here is what kinds of several of them share.
 */
package dev.ordeal.nemesis.faults;
