first uptime /proc/uptime
