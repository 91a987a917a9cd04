file resolv /etc/resolv.conf
