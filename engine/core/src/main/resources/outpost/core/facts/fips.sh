first fips /proc/sys/crypto/fips_enabled
