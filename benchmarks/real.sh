#!/bin/sh
# The benchmark with a real model, in rounds of about an hour on two cores: each leaves tables that can be used.
#
#   sh benchmarks/real.sh DATA OUT [MODEL] [--hours H] [--full]
#
# DATA     folder with tofu/, wmdp/, mmlu/, rwku/, lume/
# OUT      where the runs go; reports without texts are copied to benchmarks/results/
# MODEL    http://HOST:PORT/v1#NAME of an OpenAI-compatible server, or embedded:FILE.gguf (the default model)
# --hours  stop after that many hours, in the middle of whatever runs; the same command goes on there (6)
# --full   whole splits at once, for a model on a GPU (`vllm serve NAME`, `llama-server -m FILE --parallel 32 -ngl 99`);
#          two minutes of each suite come first, and the hours that all of it takes at that pace are printed
#
# A round asks every suite a few rows more, so that no suite waits for another, and each round brings a further question:
#   1 none, prompt, alu   2 filter-output   3 ALU's flow   4 LUME   5 attacks   6 reworded answers, other targets stored
# J requests at the same time; PAPER_PROMPTS, a copy of ALU's repository, adds its authors' prompts in round 3.
set -eu
hours=6 size=small model=embedded: data='' out=''
while [ $# -gt 0 ]; do
  case $1 in
    --hours) hours=$2; shift ;;
    --full) size=full ;;
    *) if [ -z "$data" ]; then data=$1; elif [ -z "$out" ]; then out=$1; else model=$1; fi ;;
  esac
  shift
done
[ -n "$out" ] || { sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; exit 2; }
J=${J:-1}
export ALU_TIMEOUT=${ALU_TIMEOUT:-600} ALU_DEADLINE=${ALU_DEADLINE:-3600}
end=$(awk -v now="$(date +%s)" -v h="$hours" 'BEGIN { printf "%d", now + h * 3600 }')

timed() { # COMMAND...: until the hours are over; 3 is a run with items left, which the next round takes up
  if [ -n "$probing" ]; then
    left=$(timeout -s INT -k 60 "${PROBE:-120}" "$@" 2>&1 | awk '/hours for the rest$/ { h = $(NF - 4) } END { print h + 0 }')
    all=$(awk -v a="$all" -v b="$left" 'BEGIN { print a + b }')
    return 0
  fi
  left=$((end - $(date +%s)))
  [ "$left" -gt 0 ] || over
  rc=0
  timeout -s INT -k 60 "$left" "$@" || rc=$?
  case $rc in 0 | 3) ;; 124 | 130 | 137) over ;; *) exit "$rc" ;; esac
}

over() {
  publish
  echo "real.sh: $hours hours are over in round $round; the same command goes on" >&2
  exit 0
}

bench() { # SUITE SPLIT LIMIT METHODS and more flags: into the folder of the suite
  suite=$1 part=$2 limit=$3 methods=$4
  shift 4
  timed alu bench run "$suite" --split "$part" --limit "$limit" --methods "$methods" --model "$model" --data "$data" \
    -j "$J" --out "$out/$suite" "$@"
}

publish() { # what every folder has come to
  for run in "$out"/*/; do
    [ -s "$run/samples.jsonl" ] || continue
    alu bench report "$run" --no-texts
    mkdir -p "benchmarks/results/real/$(basename "$run")"
    cp "$run/report.html" "$run/numbers.csv" "$run/numbers.json" "$run/manifest.json" "benchmarks/results/real/$(basename "$run")/"
  done
}

ask() { # all suites, as far as this round goes
  if [ "$size" = full ]; then split=forget10 rows=100000 letters=100000 people=10; else
    split=forget01 rows=$((10 * round)) letters=$((20 * round)) people=2; fi
  methods=none,prompt,alu
  [ "$round" -lt 2 ] || methods=$methods,filter-output
  [ "$round" -lt 3 ] || methods=$methods,alu-flow
  # the facts stand in the model's own context, so that methods that work by a prompt can be compared
  bench tofu "$split" "$rows" "$methods" --knower context --targets facts --forms question
  bench rwku "$people" "$rows" "$methods" --targets facts
  bench wmdp all "$letters" "$methods" --targets phrases
  bench mmlu all "$letters" "$methods" --targets phrases
  if [ "$round" -ge 3 ] && [ -n "${PAPER_PROMPTS:-}" ]; then
    timed alu bench run tofu --split "$split" --limit "$rows" --methods none,alu-flow,alu-published --model "$model" \
      --data "$data" -j "$J" --out "$out/prompts" --knower context --targets facts --forms question \
      --paper-prompts "$PAPER_PROMPTS"
  fi
  [ "$round" -lt 4 ] || bench lume lives "$rows" "$methods" --knower context --targets facts --forms question
  if [ "$round" -ge 5 ]; then
    timed alu bench attack tofu --split "$split" --limit "$round" --methods none,alu --model "$model" --data "$data" \
      -j "$J" --out "$out/attacks" --knower memoriser --wording gold,paraphrased --budget 16
  fi
  if [ "$round" -ge 6 ]; then
    timed alu bench run tofu --split "$split" --limit "$rows" --methods none,alu --model "$model" --data "$data" \
      -j "$J" --out "$out/reworded" --knower memoriser --targets facts --wording gold,paraphrased --distractors 0,100
  fi
}

round=6 all=0 probing=yes
if [ "$size" = full ]; then
  ask
  echo "real.sh: about $all hours for all of it, one command after another, at the pace of their first minutes" >&2
fi
round=0 probing=''
while :; do
  round=$((round + 1))
  ask
  publish
  [ "$size" = small ] || [ "$round" -lt 6 ] || exit 0
done
