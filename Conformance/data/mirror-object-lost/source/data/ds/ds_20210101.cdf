ds of 2021-01-01, as it was measured
