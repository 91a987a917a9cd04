#!/bin/sh
cat <<'X'
{
  "_meta": {"hostvars": {
    "i-0a1": {"ansible_host": "203.0.113.5", "tags": {"Name": "web 1", "env": "prod"}, "cpus": 4},
    "i-0a2": {"ansible_host": "203.0.113.6", "tags": {}, "spot": true, "price": 0.0123, "zone": null},
    "i-0b1": {}
  }},
  "tag_env_prod": ["i-0a1"],
  "region_eu": {"hosts": ["i-0a1", "i-0a2"], "vars": {"ntp": ["a", "b"], "name": "Z\u00fcrich"}},
  "region_us": {"hosts": ["i-0b1"], "vars": {}},
  "regions": {"children": ["region_eu", "region_us", "region_ap"], "vars": {"cloud": "x"}},
  "all": {"vars": {"ansible_user": "ec2-user"}},
  "empty": {"hosts": []},
  "i-lone": {"role": "bastion", "ansible_port": 2222}
}
X
