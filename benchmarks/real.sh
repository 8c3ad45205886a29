#!/bin/sh
# The benchmark runs with a real model. Each line resumes: run the script again after whatever stopped it.
#
#   sh benchmarks/real.sh DATA OUT [MODEL] [full]
#
# DATA   folder with tofu/, wmdp/, mmlu/, rwku/
# OUT    where the runs go; reports without texts are copied to benchmarks/results/
# MODEL  http://HOST:PORT/v1#NAME of an OpenAI-compatible server, or embedded:FILE.gguf (the default model)
# full   the whole splits (forget10 with 400 retain, WMDP, MMLU 1,000) instead of the small ones
#
# With 35 prompt and 15 generated tokens a second (1.5b on two cores) the small runs take about a day; served on a
# GPU (`vllm serve NAME` or `llama-server -m FILE --parallel 32 -c 131072 -ngl 99`), minutes to hours. Set J to what the
# server takes at once.
set -eu
data=$1 out=$2 model=${3:-embedded:} size=${4:-small}
J=${J:-1}
export ALU_TIMEOUT=${ALU_TIMEOUT:-600} ALU_DEADLINE=${ALU_DEADLINE:-3600}
if [ "$size" = full ]; then split=forget10 rows=400 letters=100000 people=10 persons=100000; else
  split=forget01 rows=10 letters=20 people=2 persons=10; fi

bench() { # NAME SUITE SPLIT LIMIT METHODS and more flags
  name=$1 suite=$2 part=$3 limit=$4 methods=$5
  shift 5
  alu bench run "$suite" --split "$part" --limit "$limit" --methods "$methods" --model "$model" --data "$data" \
    -j "$J" --out "$out/$name" "$@" || [ $? -eq 3 ]
  publish "$name"
}

publish() { # NAME
  alu bench report "$out/$1" --no-texts
  mkdir -p "benchmarks/results/$1"
  cp "$out/$1/report.html" "$out/$1/numbers.csv" "$out/$1/numbers.json" "benchmarks/results/$1/"
}

# a memoriser knows everything; the model audits, rewrites and criticises
bench memoriser tofu $split $rows none,filter-input,filter-output,alu,alu-flow,refuse-all \
  --knower memoriser --targets names,enriched,facts --wording gold,paraphrased
# the facts stand in the model's own context, so that methods that work by a prompt can be compared
bench context tofu $split $rows none,never-knew,prompt,icul,filter-output,alu,alu-flow,refuse-all \
  --knower context --targets names,facts --forms question,paraphrase
# a list of other targets beside those that are asked about
bench scale tofu $split $rows none,prompt,alu,alu-flow --knower context --targets facts --forms question \
  --distractors 0,20,100,1000
# the model's own knowledge
bench own wmdp cyber $letters none,prompt,filter-input,alu,alu-flow,refuse-all --targets facts
bench own rwku $people $persons none,prompt,filter-output,alu,alu-flow,refuse-all --targets names,enriched,facts
# every attack, three questions each; the attacks of a model's own need one that attacks (--attacker)
alu bench attack tofu --split forget01 --limit 3 --model "$model" --data "$data" -j "$J" --out "$out/attacks" \
  --knower memoriser --wording gold,paraphrased --budget 16 || [ $? -eq 3 ]
publish attacks
if [ "$size" = full ]; then
  bench own wmdp bio $letters none,prompt,filter-input,alu,alu-flow --targets facts
  bench own wmdp chem $letters none,prompt,filter-input,alu,alu-flow --targets facts
  bench own mmlu all 1000 none,prompt,alu,alu-flow --targets facts
fi
