mag of 2020-03-01, as it was measured
