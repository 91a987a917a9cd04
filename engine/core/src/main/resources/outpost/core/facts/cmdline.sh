first cmdline /proc/cmdline
