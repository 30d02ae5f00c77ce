/**
 * Sequential specifications: what an object answers when it is used by one client at a time.
 *
 * <p>Start at {@link dev.ordeal.checkers.model.Model}; copy the sibling nearest to what you need
 * and name it in {@code META-INF/services}; {@link dev.ordeal.checkers.model.Models} finds it.
 * States that get large are a {@link dev.ordeal.checkers.model.persistent.PersistentMultiset}, a
 * {@link dev.ordeal.checkers.model.persistent.PersistentList} or a {@link
 * dev.ordeal.checkers.model.persistent.PersistentStack}.
 */
package dev.ordeal.checkers.model;
