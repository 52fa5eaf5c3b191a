#!/usr/bin/env bash
# Times whole processes, as a user waits for them: driver/src/benchmark/run.sh [RUNS [PATTERN]]
# Prints a table of the least, the median and the greatest seconds, of the commands whose names match. Leave the machine alone meanwhile.
set -euo pipefail

runs=${1:-5} pattern=${2:-}
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
  [[ $name =~ $pattern ]] || return 0
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

own() { # a language, the file of its simulation, replicates of its hundred step sizes
  ./gradsweep run "$here/own/trivial-$1.yaml" "replicates=$3" --code "$here/own/$2" --out "$work/own" --master 'local[2]' -q
}

descent() { # from its twenty lines
  ./gradsweep run "$work/MyDescent.yaml" --code "$work/MyDescent.java" --out "$work/own" --master 'local[2]' -q
}
(cd "$work" && "$root/gradsweep" new java MyDescent >/dev/null)

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
row 'own code: a new .java file' own descent
for size in 10 1000 10000; do
  row "own code: $((size * 100)) trials in Java" own own java TrivialJava.java "$size"
  row "own code: $((size * 100)) trials in Python" own own python trivial_python.py "$size"
  row "own code: $((size * 100)) trials in Python, batches" own own batch trivial_batch.py "$size"
done
