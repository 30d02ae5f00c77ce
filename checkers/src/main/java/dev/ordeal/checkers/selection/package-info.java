/**
 * Which checker judges whether a consistency model was kept, by the model and by what was called:
 * transactions or single calls on objects. Start at {@link
 * dev.ordeal.checkers.selection.CheckerSelection}; uses all other packages of checkers.
 */
package dev.ordeal.checkers.selection;
