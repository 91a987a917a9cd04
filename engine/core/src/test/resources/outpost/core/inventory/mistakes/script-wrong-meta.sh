#!/bin/sh
echo '{"web": ["a"], "_meta": []}'
