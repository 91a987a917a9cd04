/** Runs a program on hosts: the only room with threads of its own. */
package outpost.core.run;
