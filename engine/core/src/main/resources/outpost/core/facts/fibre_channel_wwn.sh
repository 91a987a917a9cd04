for port in /sys/class/fc_host/*/port_name; do [ -r "$port" ] && first fibre_channel "$port"; done
