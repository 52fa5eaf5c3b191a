#!/usr/bin/env bash
# Answers at once. What else it does, the parameter "what" says. Its requests have few keys, so that it needs no parser.
if [ "$1" = describe ]; then
  echo '{"gradsweep": 1, "name": "faulty-bash", "version": 1, "scratch": false, "measurements": [{"name": "gap"}],
    "parameters": [{"name": "what", "type": "text", "default": "nothing"}]}'
  exit
fi
while read -r line; do
  id=${line#*\"id\":} id=${id%%,*} what=${line#*\"what\":\"} what=${what%%\"*} gap=9.5367431640625e-07
  case $what in
    abort) kill -ABRT $$ ;;
    segv) kill -SEGV $$ ;;
    exit) exit 3 ;;
    hang) sleep 1000 ;;
    print) echo a stray word ;;
    list)
      echo '[1, 2]'
      continue
      ;;
    long)
      printf '{"id":%d,"reason":"' "$id"
      head -c 100000000 /dev/zero | tr '\0' x
      echo '","status":"failed"}'
      continue
      ;;
    nan) gap=NaN ;;
    errors) head -c 50000000 /dev/zero | tr '\0' 0 >&2 ;;
  esac
  echo "{\"id\":$id,\"status\":\"converged\",\"steps\":20,\"final_error\":$gap,\"measurements\":{\"gap\":$gap}}"
done
