#!/usr/bin/env python3
"""Writes resample.json: what scipy.signal.resample_poly(x, up, down, padtype="edge") makes of seeded signals.

Run with numpy and scipy installed: python3 resample.py > resample.json
"""
import json

import numpy as np
import scipy
from scipy.signal import resample_poly

rng = np.random.default_rng(20210717)
cases = []
for source, target, up, down, lengths in [
    (25, 30, 6, 5, [1, 2, 7, 125]),
    (50, 30, 3, 5, [1, 4, 61, 300]),
    (51.2, 30, 75, 128, [100]),
    (100, 30, 3, 10, [128]),
    (20, 30, 3, 2, [33]),
    (30, 30, 1, 1, [5]),
    (15, 30, 2, 1, [40]),
]:
    for n in lengths:
        x = np.round(np.cumsum(rng.normal(size=n)) + 9.8, 4)
        y = resample_poly(x, up, down, padtype="edge")
        cases.append({"from": source, "to": target, "x": x.tolist(), "y": y.tolist()})
print(json.dumps({"scipy": scipy.__version__, "cases": cases}))
