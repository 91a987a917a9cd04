say uname "$(uname -s -n -r -m)"
say kernel_version "$(uname -v)"
say bits "$(getconf LONG_BIT 2>/dev/null)"
first machine_id /var/lib/dbus/machine-id
first machine_id /etc/machine-id
