if [ -r /proc/meminfo ]; then
  while read -r key value _; do
    case $key in
      MemTotal: | MemFree: | MemAvailable: | Buffers: | Cached: | SwapCached: | SwapTotal: | SwapFree:)
        say memory "$key $value" ;;
    esac
  done </proc/meminfo
fi
