first loadavg /proc/loadavg
