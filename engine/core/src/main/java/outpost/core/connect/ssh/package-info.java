/** Connections by SSH; the only user of sshj. */
package outpost.core.connect.ssh;
