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
took_folder=$(mktemp -d)
trap 'rm -rf "$work" "$took_folder"' EXIT

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

sorted() { # peer, steps
  sort -n "$took_folder/$1-$2" 2>/dev/null || true
}

seconds() { # milliseconds
  printf '%d.%02d' $(($1 / 1000)) $(($1 % 1000 / 10))
}

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
      once "$peer" "$steps" >"$took_folder/said" 2>&1 || {
        tail -n 5 "$took_folder/said" >&2
        exit 1
      }
      took=$((($(date +%s%N) - from) / 1000000))
      [ "$peer" != joblib ] || took=$((took * 100))
      printf '%d\n' $took >>"$took_folder/$peer-$steps"
    done
  done
  for peer in "${peers[@]}"; do
    mapfile -t times < <(sorted "$peer" "$steps")
    mapfile -t loop < <(sorted numba "$steps")
    median=${times[(runs - 1) / 2]}
    ratio=–
    [ ${#loop[@]} = 0 ] || ratio=$(seconds $((1000 * median / loop[(runs - 1) / 2])))
    printf '| %s | %s | %s | %s | %s |\n' "$steps" "$peer" "$(seconds "${times[0]}")" "$(seconds "$median")" "$ratio"
  done
done
