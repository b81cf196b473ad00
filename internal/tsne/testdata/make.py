"""Makes the inputs and scikit-learn's results that the tests compare with; run it in this folder.

Each <name>.npz holds x, float32 [n][values], the perplexity, and the Kullback-Leibler divergences that scikit-learn's exact
t-SNE ends with (kl_divergence_: after the exaggeration, of the plain probabilities): kl_pca and kl_random, float64 [10],
from starts at the principal components and at random, random_state 0 to 9, everything else at scikit-learn's defaults.

digits1000 is the first 1000 of the handwritten digits that scikit-learn carries (E. Alpaydin, C. Kaynak, Optical Recognition of
Handwritten Digits, UCI Machine Learning Repository, doi 10.24432/C50P49, CC BY 4.0); the others are made from seeds.

The files were made with Python 3.11.7, scikit-learn 1.9.1, numpy 2.4.6.
"""

import numpy as np
from sklearn.datasets import load_digits
from sklearn.manifold import TSNE


def packets(n, seed):
    """Short oscillations in windows of 30 samples, as the signals of units are."""
    r = np.random.default_rng(seed)
    t = np.arange(30)
    rows = []
    for _ in range(n):
        cycles, phase, centre = r.choice([1, 2, 3, 5]) + r.normal(0, 0.1), r.uniform(0, 2 * np.pi), r.uniform(5, 25)
        rows.append(r.uniform(0.3, 1.5) * np.sin(2 * np.pi * cycles * t / 30 + phase) * np.exp(-(((t - centre) / 8) ** 2)))
    return np.array(rows)


def clusters(n, seed):
    """Groups of unequal size and width, a tenth of the points far from all, and a few points twice."""
    r = np.random.default_rng(seed)
    group = r.choice(8, n, p=np.array([1, 2, 3, 4, 5, 6, 7, 8]) / 36)
    x = r.normal(0, 4, (8, 10))[group] + r.normal(0, 1, (n, 10)) * r.uniform(0.2, 1.5, 8)[group][:, None]
    x[: n // 10] = r.normal(0, 12, (n // 10, 10))
    x[-5:] = x[-10:-5]
    return x


def make(name, x):
    x = x.astype(np.float32)
    n = len(x)
    perplexity = min(30, n / 4)
    kl = {}
    for init in "pca", "random":
        runs = []
        for seed in range(10):
            t = TSNE(method="exact", perplexity=perplexity, init=init, random_state=seed)
            t.fit(x.astype(np.float64))
            runs.append(t.kl_divergence_)
        kl["kl_" + init] = np.array(runs)
        print(name, init, " ".join(f"{v:.5f}" for v in sorted(runs)), flush=True)
    np.savez_compressed(name + ".npz", x=x, perplexity=np.float64(perplexity), **kl)


make("packets64", packets(64, 1))
make("clusters200", clusters(200, 2))
make("digits1000", load_digits().data[:1000])
