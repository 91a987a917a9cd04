first first_process /proc/1/comm
[ -r /proc/1/comm ] || say first_process "$(readlink /sbin/init 2>/dev/null)"
has systemctl && {
  for folder in /run/systemd/system /dev/.run/systemd /dev/.systemd; do [ -e $folder ] && say service_tool systemd; done
  [ -h /sbin/init ] && say init "$(readlink /sbin/init 2>/dev/null)"
}
has initctl && [ -e /etc/init ] && say service_tool upstart
[ -e /sbin/openrc ] && say service_tool openrc
[ -e /etc/openwrt_release ] && say service_tool openwrt_init
[ -e /etc/init.d ] && say service_scripts yes
