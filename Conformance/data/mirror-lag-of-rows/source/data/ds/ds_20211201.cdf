ds of 2021-12-01, as it was measured
