ds of 2020-07-01, as it was measured
