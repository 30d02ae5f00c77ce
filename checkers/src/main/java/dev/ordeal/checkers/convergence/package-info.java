/** Whether clients come to agree once nothing is changed or broken any more, and when. */
package dev.ordeal.checkers.convergence;
