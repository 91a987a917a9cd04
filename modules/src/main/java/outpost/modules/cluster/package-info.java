/**
 * What it takes to make hosts remote nodes of a Pacemaker cluster, and to know that they are.
 *
 * <p>The modules read the cluster's configuration and state as XML ({@link
 * outpost.modules.cluster.Cib}, {@link outpost.modules.cluster.CrmMon}), decide in Java, and write
 * one patch that the cluster refuses if somebody else was faster ({@link
 * outpost.modules.cluster.CibPatch}).
 */
package outpost.modules.cluster;
