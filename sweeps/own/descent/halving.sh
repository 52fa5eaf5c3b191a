#!/usr/bin/env bash
# SPDX-License-Identifier: MIT-0
# The protocol in bash, with jq to read and awk to compute: the root of x^3 = target by halving an interval.
#   gradsweep run halving.yaml --code halving.sh
case $1 in
  describe)
    cat <<'JSON' | tr -d '\n'
{"gradsweep": 1, "name": "own-halving", "version": 1, "about": "The cube root of a number by halving an interval.",
"parameters": [{"name": "target", "type": "real", "above": 0, "default": 2},
{"name": "tolerance", "type": "real", "above": 0, "default": 1e-9}],
"measurements": [{"name": "root", "type": "real"}], "metrics": [{"name": "error"}],
"streams": {"start": "replicate"}, "curve": {"points": 64, "spacing": "linear"}}
JSON
    echo
    ;;
  work)
    # jq writes each line out at once; an awk a trial does so at its end (mawk waits for a block of input, so that one awk
    # for all of them would hang).
    jq -r --unbuffered '[.id, .parameters.target, .parameters.tolerance, .seeds.start] | @tsv' |
      while IFS=$'\t' read -r id target tolerance seed; do
        awk -v id="$id" -v target="$target" -v tolerance="$tolerance" -v start=$((16#${seed:0:8})) 'BEGIN {
          # the first 32 bits of a stream, as a number in [0, 1): another interval in each replicate
          high = (target > 1 ? target : 1) * (1 + start / 4294967296)
          do {
            step++
            root = (low + high) / 2
            if (root * root * root < target) low = root; else high = root
            steps = steps (step > 1 ? "," : "") step
            errors = errors (step > 1 ? "," : "") sprintf("%.17g", high - low)
          } while (high - low >= tolerance && step < 63)
          printf "{\"id\": %d, \"status\": \"%s\", \"steps\": %d, \"final_error\": %.17g,", id,
            high - low < tolerance ? "converged" : "not_converged", step, high - low
          printf "\"measurements\": {\"root\": %.17g}, \"metrics\": {\"step\": [%s], \"error\": [%s]}}\n", root, steps, errors
        }'
      done
    ;;
  *)
    echo "usage: $0 describe | work" >&2
    exit 2
    ;;
esac
