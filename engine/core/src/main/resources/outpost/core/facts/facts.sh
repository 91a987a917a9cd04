# Prints what is known of a host as key=value lines; Facts reads them. POSIX sh, reads only.
say() { printf '%s=%s\n' "$1" "$2"; }
has() { command -v "$1" >/dev/null 2>&1; }
# the first line of a file
first() { [ -r "$2" ] && { IFS= read -r line <"$2" || [ -n "$line" ]; } 2>/dev/null && say "$1" "$line"; }
# every line of a text
every() { printf '%s\n' "$2" | while IFS= read -r line; do say "$1" "$line"; done; }

# newlines inside of values travel as \001; cat's own environment is the one exported now
if [ -r /proc/self/environ ]; then
  # shellcheck disable=SC2002
  cat /proc/self/environ | tr '\n\000' '\001\n' | while IFS= read -r line; do say env "$line"; done
else
  every env "$(env)"
fi
PATH=$PATH:/usr/sbin:/sbin:/usr/bin:/bin

say uname "$(uname -s -n -r -m)"
for file in /etc/os-release /usr/lib/os-release; do
  [ -r $file ] || continue
  while IFS= read -r line || [ -n "$line" ]; do say os_release "$line"; done <$file
  break
done
first redhat_release /etc/redhat-release
first debian_version /etc/debian_version
first alpine_release /etc/alpine-release

limit=; has timeout && limit='timeout 3'
name=$($limit hostname -f 2>/dev/null) || name=
[ -n "$name" ] || name=$($limit getent hosts "$(uname -n)" 2>/dev/null | awk '{ print $2; exit }')
say fqdn "$name"

for tool in apt-get dnf yum microdnf zypper pacman apk; do
  has $tool || continue
  case $(readlink -f "$(command -v $tool)") in
    *dnf5) say package_tool dnf5 ;;
    *) say package_tool $tool ;;
  esac
done

[ -d /run/systemd/system ] && say service_tool systemd
{ [ -d /run/openrc ] || has openrc; } && say service_tool openrc
first first_process /proc/1/comm

for net in /sys/class/net/*; do
  [ -r "$net/address" ] || continue
  mac=; mtu=; state=; type=
  { read -r mac <"$net/address"; read -r mtu <"$net/mtu"; read -r state <"$net/operstate"; read -r type <"$net/type"; } 2>/dev/null
  say interface "${net##*/} ${mac:--} ${mtu:--} ${state:--} ${type:--}"
done
if has ip; then
  every address "$(ip -o addr show 2>/dev/null)"
  # asks the kernel's table only, sends nothing
  say route4 "$(ip -4 route get 8.8.8.8 2>/dev/null | head -n 1)"
  say route6 "$(ip -6 route get 2001:4860:4860::8888 2>/dev/null | head -n 1)"
elif has hostname; then
  say plain_addresses "$(hostname -I 2>/dev/null)"
fi

if [ -r /proc/meminfo ]; then
  while read -r key value _; do
    case $key in MemTotal: | MemFree: | MemAvailable: | SwapTotal: | SwapFree:) say memory "$key $value" ;; esac
  done </proc/meminfo
fi
[ -r /proc/cpuinfo ] && awk -F ':[ \t]*' '
  $1 ~ /^processor[ \t]*$/ { all++ }
  $1 ~ /^physical id/ { if (!($2 in seen)) { seen[$2]; sockets++ } }
  $1 ~ /^cpu cores/ { cores = $2 }
  $1 ~ /^siblings/ { siblings = $2 }
  $1 ~ /^model name/ { model = $2 }
  END { printf "processors=%d %d %d %d\nprocessor_model=%s\n", all, sockets, cores, siblings, model }' /proc/cpuinfo
say processors_usable "$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null)"

has systemd-detect-virt && say virtualization "$(systemd-detect-virt 2>/dev/null)"
[ -e /.dockerenv ] && say container docker
[ -e /run/.containerenv ] && say container podman
grep -q '^flags.* hypervisor' /proc/cpuinfo 2>/dev/null && say hypervisor yes
grep -q '^kvm ' /proc/modules 2>/dev/null && say kvm_host yes
first product_name /sys/class/dmi/id/product_name
first product_version /sys/class/dmi/id/product_version
first system_vendor /sys/class/dmi/id/sys_vendor

first selinux_enforce /sys/fs/selinux/enforce
if [ -r /etc/selinux/config ]; then
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in SELINUX=* | SELINUXTYPE=*) say selinux_config "$line" ;; esac
  done </etc/selinux/config
fi

user=$(id -u)
say user "$(getent passwd "$user" 2>/dev/null || awk -F: -v id="$user" '$3 == id { print; exit }' /etc/passwd)"
say user_id "$(id -un 2>/dev/null)"
say real_group "$(id -g)"
first uptime /proc/uptime
say date "$(date '+%s %z %Z')"
first machine_id /etc/machine-id
first fips /proc/sys/crypto/fips_enabled
for root in / /proc/1/root/.; do say root "$(stat -L -c %d:%i $root 2>/dev/null)"; done
exit 0
