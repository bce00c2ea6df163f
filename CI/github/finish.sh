#!/usr/bin/env bash
# Ends the job with the exit code of scregistry. Last step of action.yml.
#   in:   EXIT_CODE, VERDICT: from run.sh; INPUT_FAIL_LEVEL: "never" to pass despite findings;
#         INPUT_FAIL_ON_UNDETERMINED: "false" to pass if something could not be evaluated
set -euo pipefail

echo "scregistry: $VERDICT (exit code $EXIT_CODE)"
case "$EXIT_CODE" in
  0) ;;
  1)
    if [ "${INPUT_FAIL_LEVEL-}" = never ]; then exit 0; fi
    ;;
  2) echo "::error title=scregistry::wrong inputs or configuration; the log says which" ;;
  3)
    message="something could not be evaluated, so there is no verdict; the log says what"
    if [ "${INPUT_FAIL_ON_UNDETERMINED-}" = false ]; then
      echo "::warning title=scregistry::$message"
      exit 0
    fi
    echo "::error title=scregistry::$message"
    ;;
  *) echo "::error title=scregistry::internal error (exit code $EXIT_CODE)" ;;
esac
exit "$EXIT_CODE"
