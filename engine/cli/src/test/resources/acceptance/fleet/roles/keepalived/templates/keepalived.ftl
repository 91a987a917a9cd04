vrrp_instance main {
  interface ${keepalived_interface}
  virtual_router_id ${keepalived_id}
  priority ${100 - keepalived_place * 10}
  state ${(keepalived_place == 0)?then('MASTER', 'BACKUP')}
  virtual_ipaddress { ${keepalived_address} }
}
