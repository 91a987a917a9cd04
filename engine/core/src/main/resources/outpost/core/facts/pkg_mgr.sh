for program in /usr/bin/rpm-ostree /usr/bin/yum /usr/bin/dnf /usr/bin/microdnf /usr/bin/apt-get /usr/bin/zypper \
  /usr/sbin/urpmi /usr/bin/pacman /bin/opkg /usr/local/bin/brew /opt/homebrew/bin/brew /sbin/apk /usr/sbin/pkg \
  /usr/bin/emerge /usr/bin/xbps-install /usr/bin/swupd /usr/sbin/sorcery; do
  [ -e $program ] && say package_tool "$program"
done
say dnf "$(readlink -f /usr/bin/dnf 2>/dev/null)"
[ -e /run/ostree-booted ] && say ostree yes
[ -x /usr/bin/rpm ] && [ -e /usr/bin/apt-get ] && rpm -q --whatprovides /usr/bin/apt-get >/dev/null 2>&1 && say apt_rpm yes
