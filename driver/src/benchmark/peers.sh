#!/usr/bin/env bash
# Times one experiment as whole processes, side by side: gradsweep in lanes, trial by trial, numba, joblib.
#   driver/src/benchmark/peers.sh [RUNS [STEPS…]]      default 3 runs, 100 and 1000 steps; TRIALS=10000 for fewer than 10^6,
#   PEERS='lanes numba' for fewer of them
# Peers are Debian's python3-numba and python3-joblib; what is not installed is skipped, with a word. The runs of the peers alternate, so
# that what else the machine does meets them all.
set -euo pipefail

runs=${1:-3}
shift $(($# > 0))
[ $# -gt 0 ] || set -- 100 1000
trials=${TRIALS:-1000000}
python=${PYTHON:-/usr/bin/python3}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
threads=$(nproc)
joblib_trials=$((trials / 100)) # a hundredth, times a hundred: it takes minutes
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$root"
./gradsweep list >/dev/null

has() {
  command -v "$python" >/dev/null && "$python" -c "import numpy, $1" 2>/dev/null
}

peers=()
for peer in ${PEERS:-lanes alone numba joblib}; do
  if [ $peer = lanes ] || [ $peer = alone ] || has $peer; then
    peers+=($peer)
  else
    printf 'no %s here (apt-get install python3-%s): skipped\n' $peer $peer >&2
  fi
done

gradsweep() { # steps
  ./gradsweep run "$here/peers/kl.yaml" "max_steps=$1" "replicates=$((trials / 1000))" --out "$work/study" --master "local[$threads]" -q
}

once() { # peer, steps
  case $1 in
    lanes) gradsweep "$2" ;;
    alone) GRADSWEEP_OPTS=-Dgradsweep.lanes=never gradsweep "$2" ;;
    numba) "$python" "$here/peers/peers.py" numba "$2" "$trials" "$threads" "$work/array.npy" ;;
    joblib) "$python" "$here/peers/peers.py" joblib "$2" "$joblib_trials" "$threads" "$work/array.npy" ;;
  esac
}

printf '%s, %s cores, Java %s, %s, %d trials\n\n' "$(uname -sm)" "$threads" \
  "$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.version = //p')" "$(date -u +%F)" "$trials"
printf '| steps | peer | seconds, least | median | over numba |\n|---|---|---|---|---|\n'
for steps in "$@"; do
  for ((i = 0; i < runs; i++)); do
    for peer in "${peers[@]}"; do
      rm -rf "$work"/*
      from=$(date +%s%N)
      once "$peer" "$steps" >/dev/null 2>&1
      took=$((($(date +%s%N) - from) / 1000000))
      [ "$peer" != joblib ] || took=$((took * 100))
      eval "times_${peer}_$steps=\"\${times_${peer}_$steps:-} $took\""
    done
  done
  for peer in "${peers[@]}"; do
    of="times_${peer}_$steps"
    numba="times_numba_$steps"
    printf '%s\n%s\n' "${!of}" "${!numba:-}" | awk -v steps="$steps" -v peer="$peer" '
      { n = split($0, t, " "); for (i = 2; i <= n; i++) for (j = i; j > 1 && t[j] + 0 < t[j - 1] + 0; j--) { x = t[j]; t[j] = t[j - 1]; t[j - 1] = x }
        least[NR] = t[1]; median[NR] = t[int((n + 1) / 2)] }
      END { printf "| %s | %s | %.1f | %.1f | %s |\n", steps, peer, least[1] / 1000, median[1] / 1000,
        median[2] > 0 ? sprintf("%.2f", median[1] / median[2]) : "–" }'
  done
done
