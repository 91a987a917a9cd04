#!/nowhere/bin/python9
