"""Makes scores.npz: what method.md 4 says of a few signals, computed by numpy in float64 from the formulas alone.

    python3 make.py
"""

import numpy as np

WIDTH, TOP, RATE = 10, 8, 30.0
random = np.random.default_rng(5)
t = np.arange(30) / RATE


def movement(n):
    """n segments [3][30]: a step frequency, its overtones, gravity and noise."""
    f = random.uniform(0.7, 3.0, (n, 1, 1))
    phase = random.uniform(0, 2 * np.pi, (n, 3, 1))
    size = random.uniform(0, 0.8, (n, 3, 1))
    x = size * np.sin(2 * np.pi * f * t + phase) + 0.3 * size * np.sin(4 * np.pi * f * t + 2 * phase)
    return (x + random.uniform(-1, 1, (n, 3, 1)) + 0.02 * random.standard_normal((n, 3, 30))).astype(np.float32)


segments = movement(60)
segments[7, 1] = 0.25  # a sensor at rest has no spectrum
signal = np.concatenate([movement(5)[:, 0], 0.3 * np.sin(2 * np.pi * t)[None]]).astype(np.float32)
signal[3] += (0.4 * np.sin(2 * np.pi * 11 * t)).astype(np.float32)  # what ascents without penalties look like
activation = np.maximum(0, random.standard_normal((6, 30)) + np.sin(2 * np.pi * t + random.uniform(0, 6, (6, 1)))).astype(np.float32)
activation[4, 10:] = 0  # the windows 0, 1 and 2 hold the same: the earliest counts
activation[4, :2] = 0
threshold = random.uniform(1.5, 3.0, 6)


def energy(x):
    x = x.astype(float)
    power = np.abs(np.fft.rfft(x - x.mean())) ** 2
    frequency = np.fft.rfftfreq(len(x), 1 / RATE)
    return 0.0 if x.std() < 0.001 else power[frequency > 7.5].sum() / power[1:].sum()


def best(a):
    sums = [sum(float(v) for v in a[j : j + WIDTH]) for j in range(len(a) - WIDTH + 1)]
    return sums.index(max(sums))


def nearest(window):
    windows = np.lib.stride_tricks.sliding_window_view(segments.astype(float), WIDTH, axis=2)
    d = ((windows - window.astype(float)) ** 2).mean(3).min(2)  # of each axis of each segment
    return np.sort(d.ravel())[:TOP]


window = np.array([best(a) for a in activation])
found = [nearest(x[j : j + WIDTH]) for x, j in zip(signal, window)]
np.savez_compressed(
    "scores.npz", segments=segments, signal=signal, activation=activation, threshold=threshold, window=window,
    similar=np.array([f.mean() for f in found]), nearest=np.array([f[0] for f in found]),
    high=np.array([energy(x) for x in signal]), mean_high=np.mean([energy(x) for s in segments for x in s]),
    peak_to_peak=np.array([np.ptp(x[j : j + WIDTH].astype(float)) for x, j in zip(signal, window)]),
    attainment=activation.max(1).astype(float) / threshold,
)
