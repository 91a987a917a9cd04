for net in /sys/class/net/*; do
  [ -d "$net" ] || continue
  name=${net##*/}
  say interface "$name"
  for key in address mtu operstate type speed flags; do first "net.$name.$key" "$net/$key"; done
  [ -e "$net/device" ] && say "net.$name.pciid" "$(readlink "$net/device" 2>/dev/null)"
  [ -e "$net/device/driver/module" ] && say "net.$name.module" "$(readlink "$net/device/driver/module" 2>/dev/null)"
  if [ -d "$net/bridge" ]; then
    say "net.$name.bridge" yes
    first "net.$name.bridge_id" "$net/bridge/bridge_id"
    first "net.$name.stp" "$net/bridge/stp_state"
    for port in "$net"/brif/*; do [ -e "$port" ] && say "net.$name.port" "${port##*/}"; done
  fi
  if [ -d "$net/bonding" ]; then
    for key in slaves mode miimon lacp_rate primary all_slaves_active; do first "net.$name.bond_$key" "$net/bonding/$key"; done
  fi
  first "net.$name.perm_hwaddr" "$net/bonding_slave/perm_hwaddr"
done
if has ip; then
  ip -o addr show 2>/dev/null | lines address
  # asks the kernel's table only, sends nothing
  say route4 "$(ip -4 route get 8.8.8.8 2>/dev/null)"
  say route6 "$(ip -6 route get 2404:6800:400a:800::1012 2>/dev/null)"
else
  file fib /proc/net/fib_trie
  file route /proc/net/route
  file inet6 /proc/net/if_inet6
  file route_inet6 /proc/net/ipv6_route
fi
