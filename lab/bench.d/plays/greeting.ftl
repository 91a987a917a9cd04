# how ${inventory_hostname} greets
hello = ${names[0]}, ${names[1]} and ${names[2]}
