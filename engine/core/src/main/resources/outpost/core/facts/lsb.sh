has lsb_release && lsb_release -a 2>/dev/null | lines lsb_release
file lsb_file /etc/lsb-release
