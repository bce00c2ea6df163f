mag of 2020-04-01, as it was measured
