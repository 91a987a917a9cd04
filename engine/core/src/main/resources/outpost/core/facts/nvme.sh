some nvme '^nqn[.]' /etc/nvme/hostnqn
