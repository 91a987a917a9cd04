# what may take for ever is cut off; an older busybox wants -t
limit=
if timeout 5 true 2>/dev/null; then limit="timeout $seconds"
elif timeout -t 5 true 2>/dev/null; then limit="timeout -t $seconds"; fi
