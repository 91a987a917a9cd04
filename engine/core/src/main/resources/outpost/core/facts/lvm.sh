if [ "$(id -u)" = 0 ] && has vgs; then
  say lvm yes
  for tool in vgs lvs pvs; do
    $limit $tool --noheadings --nosuffix --units g --separator , 2>/dev/null | lines "lvm.$tool"
  done
  ls -l /dev/mapper 2>/dev/null | lines lvm.mapper
fi
