/** Connections to hosts and the resident shell on them. {@code connect.ssh} alone uses sshj. */
package outpost.core.connect;
