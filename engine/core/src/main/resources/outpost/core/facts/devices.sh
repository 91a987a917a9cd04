for name in id uuid label; do
  [ -d /dev/disk/by-$name ] && ls -l /dev/disk/by-$name 2>/dev/null | lines "link.$name"
done
for path in /sys/block/*/slaves/*; do [ -e "$path" ] && say slave "$path"; done
ls -l /sys/block 2>/dev/null | lines block_link
has lspci && lspci -D 2>/dev/null | lines lspci
for disk in /sys/block/*; do
  [ -e "$disk" ] || continue
  name=${disk##*/}
  say disk "$name"
  for key in vendor model sas_address sas_device_handle serial; do first "disk.$name.$key" "$disk/device/$key"; done
  first "disk.$name.removable" "$disk/removable"
  first "disk.$name.size" "$disk/size"
  for key in discard_granularity rotational scheduler logical_block_size hw_sector_size; do
    first "disk.$name.$key" "$disk/queue/$key"
  done
  for holder in "$disk"/holders/*; do
    [ -e "$holder" ] || continue
    say "disk.$name.holder" "${holder##*/}"
    first "mapper.${holder##*/}" "$holder/dm/name"
  done
  for part in "$disk/$name"*; do
    [ -e "$part/start" ] || continue
    partition=${part##*/}
    say "disk.$name.partition" "$partition"
    for key in start size; do first "part.$partition.$key" "$part/$key"; done
    for holder in "$part"/holders/*; do
      [ -e "$holder" ] || continue
      say "part.$partition.holder" "${holder##*/}"
      first "mapper.${holder##*/}" "$holder/dm/name"
    done
  done
done
