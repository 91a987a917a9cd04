file virtual.cgroup /proc/1/cgroup
[ -r /proc/1/environ ] && { tr '\n\000' ' \n' </proc/1/environ; } 2>/dev/null | while IFS= read -r line; do
  case $line in *container=*) say virtual.environ "$line" ;; esac
done
for path in /proc/vz /proc/lve /proc/bc /.dockerenv /.dockerinit /proc/xen /dev/kvm /run/.containerenv; do
  [ -e $path ] && say virtual.there $path
done
first virtual.container /run/systemd/container
file virtual.xen /proc/xen/capabilities
for name in product_name sys_vendor product_family bios_vendor; do
  first virtual.$name /sys/devices/virtual/dmi/id/$name
done
some virtual.status '^VxID:' /proc/self/status
some virtual.cpu '^(model name|vendor_id|machine)' /proc/cpuinfo
some virtual.module '^(kvm|vboxdrv|virtio) ' /proc/modules
has grep && grep -q '^flags.* hypervisor' /proc/cpuinfo 2>/dev/null && say virtual.hypervisor yes
