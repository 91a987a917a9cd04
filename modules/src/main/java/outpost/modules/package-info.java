/** What modules of several areas share. */
package outpost.modules;
