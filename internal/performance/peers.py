"""What users would run instead, to be timed in alternation with actmax. Needs numpy and torch.

usage: peers.py single WEIGHTS   activation maximization of one conv3, conv2 and conv1 unit at a time: seconds for ALL
       peers.py train THREADS    a training step of SF-HF (flatten, dense 128, dropout 0.5, Adam), batch 64: milliseconds
       peers.py similar COUNT    the nearest 50 of COUNT single-axis segments: milliseconds a query of the quickest way

Prints "result NUMBER". ALL is 3 layers x 64 units x 5,000 steps.
"""
import json, struct, sys, time
import numpy as np


def median(measure, repeats):
    took = []
    for _ in range(repeats):
        start = time.perf_counter()
        measure()
        took.append(time.perf_counter() - start)
    return sorted(took)[len(took) // 2]


def single(path):
    import torch, torch.nn.functional as F
    torch.set_num_threads(1)
    raw = open(path, "rb").read()
    n = struct.unpack("<Q", raw[:8])[0]
    head = json.loads(raw[8:8 + n])

    def tensor(name):
        b, e = head[name]["data_offsets"]
        return torch.from_numpy(np.frombuffer(raw[8 + n + b:8 + n + e], "<f4").reshape(head[name]["shape"]).copy())

    w = [tensor(f"conv{i}.weight").squeeze(2) for i in (1, 2, 3)]
    b = [tensor(f"conv{i}.bias") for i in (1, 2, 3)]
    total = 0.0
    for layer in (1, 2, 3):
        x = 0.3 * torch.sin(2 * torch.pi * torch.arange(30) / 30).reshape(1, 1, 30)
        m = torch.zeros_like(x)
        v = torch.zeros_like(x)
        took = []
        for t in range(100):
            start = time.perf_counter()
            x = x.detach().requires_grad_(True)
            h = x
            for i in range(layer - 1):
                h = F.relu(F.conv1d(h, w[i], b[i], padding=2))
            a = F.relu(F.conv1d(h, w[layer - 1][7:8], b[layer - 1][7:8], padding=2))
            over = torch.clamp(a - 1, min=0).sum() / (a > 1).sum().clamp(min=1)
            tv = (x[..., 1:] - x[..., :-1]).abs().sum()
            j = torch.minimum(a, torch.tensor(1.0)).mean() - 0.1 * (torch.sqrt((x * x).sum() + 1e-12) + tv + over)
            g, = torch.autograd.grad(j, x)
            with torch.no_grad():
                m.mul_(0.9).add_(g, alpha=0.1)
                v.mul_(0.999).addcmul_(g, g, value=0.001)
                x = x + 0.01 * 0.995 ** t * (m / (1 - 0.9 ** (t + 1))) / ((v / (1 - 0.999 ** (t + 1))).sqrt() + 1e-8)
            took.append(time.perf_counter() - start)
        total += sorted(took)[50] * 64 * 5000
    return total


def train(threads):
    import torch, torch.nn as nn, torch.nn.functional as F
    torch.set_num_threads(threads)
    torch.manual_seed(0)

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.c1 = nn.Conv1d(1, 64, 5, padding=2)
            self.c2 = nn.Conv1d(64, 64, 5, padding=2)
            self.c3 = nn.Conv1d(64, 64, 5, padding=2)
            self.d1 = nn.Linear(64 * 6 * 30, 128)
            self.d2 = nn.Linear(128, 19)

        def forward(self, x):
            h = x.reshape(-1, 1, 30)
            for c in (self.c1, self.c2, self.c3):
                h = F.relu(c(h))
            h = F.relu(self.d1(h.reshape(len(x), -1)))
            return self.d2(F.dropout(h, 0.5, self.training))

    net = Net()
    update = torch.optim.Adam(net.parameters(), lr=1e-4)
    x = torch.randn(64, 6, 30)
    y = torch.randint(0, 19, (64,))

    def step():
        update.zero_grad()
        F.cross_entropy(net(x), y).backward()
        update.step()

    for _ in range(3):
        step()
    return 1e3 * median(step, 30)


def similar(count):
    from numpy.lib.stride_tricks import sliding_window_view
    rng = np.random.default_rng(0)
    x = rng.standard_normal((count, 30), dtype=np.float32)
    q = x[777, 5:15] + 0.05 * rng.standard_normal(10).astype("f4")
    halves = (sliding_window_view(x, 10, axis=1) ** 2).sum(-1) / 2

    def shifted():
        d = halves.copy()
        for i in range(10):
            d -= q[i] * x[:, i:i + 21]
        best = d.min(1)
        return np.argpartition(best, 50)[:50]

    band = np.zeros((30, 21), np.float32)
    for j in range(21):
        band[j:j + 10, j] = q

    def product():
        best = (halves - x @ band).min(1)
        return np.argpartition(best, 50)[:50]

    return 1e3 * min(median(shifted, 5), median(product, 5))


what, argument = sys.argv[1], sys.argv[2]
print("result", {"single": single, "train": lambda k: train(int(k)), "similar": lambda k: similar(int(k))}[what](argument))
