/** Which hosts are taken together, and in which order: pure. */
package outpost.core.schedule;
