#!/usr/bin/env bash
#SBATCH --job-name=scregistry
#SBATCH --array=0-39
#SBATCH --cpus-per-task=2
#SBATCH --time=01:00:00
# Validates the shards of a plan as an array of jobs; the directory is on a file system that all
# nodes share. Before, on one node:  scregistry plan s3://bucket/ --shards 40 --out plan.ndjson
# Afterwards:  sbatch --dependency=afterok:JOB merge.sh  with the line at the end of this file.
set -euo pipefail
cd "${SLURM_SUBMIT_DIR:-.}"
# Slurm puts a job that failed on another node if it is requeued; each writes its part at its end.
scregistry validate --plan plan.ndjson --shard auto --exit-zero --quiet \
  --jobs "${SLURM_CPUS_PER_TASK:-2}" -o "ndjson=part-$SLURM_ARRAY_TASK_ID.ndjson"
# scregistry report merge --plan plan.ndjson part-*.ndjson -o html=report.html -o json=report.json
