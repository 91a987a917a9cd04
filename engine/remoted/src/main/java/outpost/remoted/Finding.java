package outpost.remoted;

/** What a server's certificates come to. */
record Finding(Cause cause, String detail) {}
