/**
 * What a history must show before the answer <em>valid</em> means anything: each checker and model
 * names its own, and {@link dev.ordeal.checkers.Judge} asks for them.
 */
package dev.ordeal.checkers.observation;
