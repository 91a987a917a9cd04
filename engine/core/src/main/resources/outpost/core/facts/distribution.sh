say system "$(uname -s)"
if [ -r /etc/os-release ]; then file os_release /etc/os-release; else file os_release /usr/lib/os-release; fi
for name in altlinux-release oracle-release slackware-version centos-release redhat-release openwrt_release \
  system-release alpine-release SuSE-release gentoo-release debian_version lsb-release; do
  file "release.$name" "/etc/$name"
done
for name in vmware-release arch-release; do [ -e "/etc/$name" ] && say marker "$name"; done
say product "$(readlink -f /etc/products.d/baseproduct 2>/dev/null)"
