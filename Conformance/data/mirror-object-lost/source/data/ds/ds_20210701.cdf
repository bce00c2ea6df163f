ds of 2021-07-01, as it was measured
