Welcome to ${inventory_hostname}.
