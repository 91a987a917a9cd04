#!/bin/sh
printf '{"web": ["\303"]}'
