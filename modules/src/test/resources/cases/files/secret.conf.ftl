key=k
