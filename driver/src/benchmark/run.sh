#!/usr/bin/env bash
# Times whole processes, as a user waits for them: driver/src/benchmark/run.sh [RUNS]
# Prints a table of the least, the median and the greatest seconds. Leave the machine alone meanwhile.
set -euo pipefail

runs=${1:-5}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$root"
mvn -B -q -DskipTests package
./gradsweep list >/dev/null
jar=$(echo "$root"/workers/target/workers-*-tests.jar)

row() { # name, files to remove before each run, command…
  local name=$1 stale=$2 times=()
  shift 2
  for ((i = 0; i < runs; i++)); do
    rm -rf "$work/${stale:?}"
    local from
    from=$(date +%s%N)
    "$@" >/dev/null 2>&1
    times+=($((($(date +%s%N) - from) / 1000000)))
  done
  mapfile -t times < <(printf '%s\n' "${times[@]}" | sort -n)
  printf '| %s | %d | %s | %s | %s |\n' "$name" "$runs" \
    "$(seconds "${times[0]}")" "$(seconds "${times[runs / 2]}")" "$(seconds "${times[runs - 1]}")"
}

seconds() {
  printf '%d.%02d' $(($1 / 1000)) $(($1 % 1000 / 10))
}

million() { # replicates of its thousand step sizes
  ./gradsweep run "$here/million.yaml" "replicates=$1" --jar "$jar" --out "$work/million" --master 'local[2]' -q
}

printf '%s, %s cores, Java %s, %s\n\n' "$(uname -sm)" "$(nproc)" \
  "$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.version = //p')" "$(date -u +%F)"
printf '| command | runs | least | median | greatest |\n|---|---|---|---|---|\n'
row 'run, 1000 trials (start-up)' million million 1
row 'run, 10^5 trials' million million 100
row 'run, 10^6 trials' million million 1000
row 'query, group-by on 10^6 trials' none ./gradsweep query "$work/million" \
  'SELECT step_size, count(*), avg(final_error) FROM trials GROUP BY step_size' --jar "$jar"
row 'plan, 10^8 trials, heap of 512 MB' none env GRADSWEEP_OPTS=-Xmx512m \
  ./gradsweep plan "$here/hundred-millions.yaml" --out "$work/none"
row 'run, 100 trials' hundred ./gradsweep run "$here/hundred.yaml" --out "$work/hundred"
