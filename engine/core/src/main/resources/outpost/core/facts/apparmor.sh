[ -e /sys/kernel/security/apparmor ] && say apparmor yes
