if [ -r /proc/self/mountinfo ]; then
  while read -r _ _ _ root point _; do
    [ "$root" = / ] || say bind "$point"
  done </proc/self/mountinfo
fi
has lsblk && lsblk --list --noheadings --paths --output NAME,UUID --exclude 2 2>/dev/null | lines lsblk
[ -d /dev/disk/by-uuid ] && ls -l /dev/disk/by-uuid 2>/dev/null | lines by_uuid
mounts=/proc/self/mounts; [ -r $mounts ] || mounts=/etc/mtab
[ -r $mounts ] && while read -r device point type options _; do
  case $device in /* | *:/*) ;; *) continue ;; esac
  [ "$type" = none ] && continue
  say mount "$device $point $type $options"
  # a blank is \040 in there
  case $point in
    *%*) continue ;;
    *\\*)
      # shellcheck disable=SC2059
      path=$(printf "$point.") && path=${path%.} ;;
    *) path=$point ;;
  esac
  # only another machine can keep us waiting
  case $device in /*) wait= ;; *) wait=$limit ;; esac
  say mount_size "$point $($wait stat -f -c '%s %S %b %a %c %d' -- "$path" 2>/dev/null </dev/null)"
done <$mounts
