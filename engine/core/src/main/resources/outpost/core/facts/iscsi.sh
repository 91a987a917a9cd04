some iscsi '^InitiatorName=' /etc/iscsi/initiatorname.iscsi
