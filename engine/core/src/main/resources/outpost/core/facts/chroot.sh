say chroot_named "$debian_chroot"
for root in / /proc/1/root/.; do say root "$(stat -L -c %d:%i $root 2>/dev/null)"; done
say root_type "$(stat -f -c %T / 2>/dev/null)"
