ds of 2020-01-01, as it was measured
