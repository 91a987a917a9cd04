/**
 * Speaks pacemaker_remote's protocol: TLS with the cluster's authkey, or certificates, then framed
 * XML.
 *
 * <p>Two ways in, and the types keep them apart. {@link outpost.remoted.HalfHandshake} proves that
 * a key is right on any node at any time: the daemon never considers it connected. {@link
 * outpost.remoted.RemoteSession} connects in full, which makes a cluster that uses the node drop
 * it, and fence it where fencing is on; it therefore opens only with an {@link
 * outpost.remoted.UnusedNode}. Whatever goes wrong ends as one {@link outpost.remoted.Diagnosis}.
 *
 * <p>Facts are cited by file of Pacemaker's sources (2.1.5 unless said otherwise) or by RFC. Bouncy
 * Castle's classes are loaded when a handshake begins, not before.
 */
package outpost.remoted;
