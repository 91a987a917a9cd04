#!/bin/sh
echo '{"web": {"hosts": ["w4"], "vars": {"scripted": true}}, "_meta": {"hostvars": {"w4": {"from": "script"}}}}'
