Welcome.
