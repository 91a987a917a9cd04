say processor.machine "$(uname -m)"
some cpu '^(processor|Processor|vendor_id|Vendor|model name|cpu|cpu cores|physical id|core id|siblings|# processors|ncpus active)[[:space:]]*:' /proc/cpuinfo
say processors_usable "$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null)"
