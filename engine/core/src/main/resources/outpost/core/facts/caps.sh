has capsh && capsh --print 2>/dev/null | lines capsh
