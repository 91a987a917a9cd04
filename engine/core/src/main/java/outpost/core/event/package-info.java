/** What happens in a run, as values; reporters tell them to people and to machines. */
package outpost.core.event;
