/** The command line: what the user types, and what a run tells people and machines. */
package outpost.cli;
