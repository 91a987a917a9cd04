say date "$(date '+%s %z %Z %N')"
year=$(date +%Y)
for month in 01 07; do say zone "$(date -d "$year-$month-01 00:00" '+%z %Z' 2>/dev/null)"; done
