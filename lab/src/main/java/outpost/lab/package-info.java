/**
 * Real hosts in containers: a Pacemaker cluster and blank hosts, for the demo and the tests alike.
 */
package outpost.lab;
