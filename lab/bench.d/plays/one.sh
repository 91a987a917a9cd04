#!/bin/sh
# the same by hand, for the host $1 and its directory $2
mkdir -p "$2/srv"
